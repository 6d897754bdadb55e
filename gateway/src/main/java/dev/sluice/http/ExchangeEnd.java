package dev.sluice.http;

import java.util.Objects;

/**
 * How an exchange ended.
 *
 * @param startedAtMillis since the epoch
 * @param method empty for what was no valid request
 * @param address where the request came from, through proxies that are trusted
 * @param code the failure's name, {@code OK} without one
 * @param status the HTTP status the client saw, zero when it saw none
 */
public record ExchangeEnd(
        String requestId,
        long startedAtMillis,
        String method,
        String address,
        String code,
        int status,
        long bytesOut,
        long milliseconds) {
    public ExchangeEnd {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(method);
        Objects.requireNonNull(address);
        Objects.requireNonNull(code);
    }
}
