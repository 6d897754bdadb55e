package dev.sluice.web;

import dev.sluice.access.Permission;
import dev.sluice.protocol.ErrorDialect;
import java.util.Objects;

/** Routes of one API, which spell their failures alike. */
public record RouteFamily(ErrorDialect errors) {
    public RouteFamily {
        Objects.requireNonNull(errors);
    }

    public Route get(String path, Permission permission, String purpose, Endpoint endpoint) {
        return route("GET", path, permission, purpose, endpoint);
    }

    public Route post(String path, Permission permission, String purpose, Endpoint endpoint) {
        return route("POST", path, permission, purpose, endpoint);
    }

    public Route delete(String path, Permission permission, String purpose, Endpoint endpoint) {
        return route("DELETE", path, permission, purpose, endpoint);
    }

    private Route route(
            String method, String path, Permission permission, String purpose, Endpoint endpoint) {
        return new Route(method, PathPattern.of(path), "", permission, purpose, errors, endpoint);
    }
}
