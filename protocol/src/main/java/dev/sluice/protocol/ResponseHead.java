package dev.sluice.protocol;

import java.util.Map;
import java.util.Objects;

/**
 * The head of an upstream's response.
 *
 * @param headers names in lower case; of a repeated header the first value
 */
public record ResponseHead(int status, Map<String, String> headers) {
    public ResponseHead {
        headers = Map.copyOf(headers);
    }

    /** A header by its name in lower case, empty when it is absent. */
    public String header(String name) {
        return Objects.requireNonNullElse(headers.get(name), "").strip();
    }
}
