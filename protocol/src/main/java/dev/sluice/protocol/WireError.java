package dev.sluice.protocol;

import java.util.Map;
import java.util.Objects;

/**
 * A failure as an HTTP response of one API.
 *
 * @param headers beside {@code content-type} and {@code content-length}
 */
public record WireError(
        int status, String contentType, Map<String, String> headers, WireBuffer body) {
    public WireError {
        Objects.requireNonNull(contentType);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    /** The same with another status. */
    public WireError with(int otherStatus) {
        return new WireError(otherStatus, contentType, headers, body);
    }
}
