package dev.sluice.protocol;

import java.util.Objects;

/**
 * Why a request failed, as data: what, which and what now.
 *
 * @param source who is at fault: {@code client}, {@code sluice}, or an upstream's name
 * @param cause one sentence
 * @param fix what to do about it
 * @param param the field at fault, empty when none is
 * @param retryAfterSeconds when trying again can help, zero when it cannot
 */
public record ChatFailure(
        FailureCode code,
        String source,
        String cause,
        String fix,
        String param,
        int retryAfterSeconds) {
    public ChatFailure {
        Objects.requireNonNull(code);
        Objects.requireNonNull(source);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(fix);
        Objects.requireNonNull(param);
    }

    public static final String CLIENT = "client";
    public static final String SLUICE = "sluice";

    public static ChatFailure of(FailureCode code, String source, String cause, String fix) {
        return new ChatFailure(code, source, cause, fix, "", 0);
    }

    public ChatFailure at(String field) {
        return new ChatFailure(code, source, cause, fix, field, retryAfterSeconds);
    }

    public ChatFailure retryAfter(int seconds) {
        return new ChatFailure(code, source, cause, fix, param, seconds);
    }
}
