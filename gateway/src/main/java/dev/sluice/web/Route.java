package dev.sluice.web;

import dev.sluice.access.Permission;
import dev.sluice.protocol.ErrorDialect;
import java.util.Objects;

/**
 * A row of the route table. {@code HEAD} and {@code OPTIONS} follow from the others and are never
 * declared.
 *
 * @param header the name of a request header without which the route does not match, empty for
 *     none; such a route goes before one without
 * @param purpose what it is for, in a few words
 * @param errors how its failures are spelt
 */
public record Route(
        String method,
        PathPattern path,
        String header,
        Permission permission,
        String purpose,
        ErrorDialect errors,
        Endpoint endpoint) {
    public Route {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(header);
        Objects.requireNonNull(permission, "every route declares its permission");
        Objects.requireNonNull(purpose);
        Objects.requireNonNull(errors);
        Objects.requireNonNull(endpoint);
    }

    /** The same, only for requests that have the header. */
    public Route with(String requiredHeader) {
        return new Route(method, path, requiredHeader, permission, purpose, errors, endpoint);
    }
}
