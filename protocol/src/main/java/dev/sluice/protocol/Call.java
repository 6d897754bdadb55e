package dev.sluice.protocol;

import java.util.Map;
import java.util.Objects;

/**
 * One request to an upstream, as its dialect describes it; somebody else carries it out.
 *
 * @param path below the upstream's base URL, beginning with a slash
 * @param body JSON text, empty when there is none
 */
public record Call(String method, String path, Map<String, String> headers, String body) {
    public Call {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    /** Headers may hold the upstream's key. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
