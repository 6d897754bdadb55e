package dev.sluice.protocol;

import java.util.Objects;

/**
 * Why a request failed, as data: what, which and what now.
 *
 * @param source who is at fault: {@code client}, {@code sluice}, or an upstream's name
 * @param cause one sentence
 * @param fix what to do about it
 * @param param the field at fault, empty when none is
 * @param retryAfterSeconds when trying again can help, zero when nobody knows
 * @param retryable false when trying again cannot help, or would do work twice that has been done
 */
public record ChatFailure(
        FailureCode code,
        String source,
        String cause,
        String fix,
        String param,
        int retryAfterSeconds,
        boolean retryable) {
    public ChatFailure {
        Objects.requireNonNull(code);
        Objects.requireNonNull(source);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(fix);
        Objects.requireNonNull(param);
        // A wait is never named beside words that say that waiting does not help.
        retryAfterSeconds = retryable ? retryAfterSeconds : 0;
    }

    public static final String CLIENT = "client";
    public static final String SLUICE = "sluice";

    public static ChatFailure of(FailureCode code, String source, String cause, String fix) {
        return new ChatFailure(code, source, cause, fix, "", 0, !code.isPermanent());
    }

    public ChatFailure at(String field) {
        return new ChatFailure(code, source, cause, fix, field, retryAfterSeconds, retryable);
    }

    public ChatFailure retryAfter(int seconds) {
        return new ChatFailure(code, source, cause, fix, param, seconds, retryable);
    }

    /** The same, which must not be repeated. */
    public ChatFailure notRetryable() {
        return new ChatFailure(code, source, cause, fix, param, 0, false);
    }
}
