package dev.sluice.edge;

import dev.sluice.access.Permission;
import java.util.Objects;

/**
 * One row of the path table.
 *
 * @param path literal, or with one variable as its last segment: {@code /v1/models/{id}}
 * @param what it is for, in a few words
 */
public record Route(String method, String path, Permission permission, String what) {
    private static final String VARIABLE = "{id}";

    public Route {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(permission, "every route declares who may use it");
        Objects.requireNonNull(what);
    }

    boolean hasVariable() {
        return path.endsWith(VARIABLE);
    }

    String literal() {
        return hasVariable() ? path.substring(0, path.length() - VARIABLE.length()) : path;
    }
}
