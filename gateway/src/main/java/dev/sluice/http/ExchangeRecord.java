package dev.sluice.http;

import java.util.Objects;

/**
 * What became of one request, told once.
 *
 * @param code the failure's name, {@code OK} without one
 * @param status the HTTP status the client saw, zero when it saw none
 */
public record ExchangeRecord(
        String requestId,
        String method,
        String route,
        Notes notes,
        String code,
        int status,
        long milliseconds,
        long bytesOut) {
    public ExchangeRecord {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(method);
        Objects.requireNonNull(route);
        Objects.requireNonNull(notes);
        Objects.requireNonNull(code);
    }

    /** What the plot knows of it. */
    public record Notes(String model, String upstream, int attempts) {
        public static final Notes NONE = new Notes("", "", 0);

        public Notes {
            Objects.requireNonNull(model);
            Objects.requireNonNull(upstream);
        }
    }
}
