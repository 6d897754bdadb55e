package dev.sluice.protocol;

import java.util.Objects;

/**
 * Why a request failed, as data: what, which and what now.
 *
 * @param source who is at fault: {@code client}, {@code sluice}, or an upstream's name
 * @param cause one sentence, and what the upstream says
 * @param fix what to do about it
 * @param param the field at fault, empty when none is
 * @param retryAfterSeconds when trying again can help, zero when nobody knows
 * @param quote the end of the cause that the upstream says, which may repeat a prompt
 * @param retryable false when trying again cannot help, or would do work twice that has been done
 */
public record ChatFailure(
        FailureCode code,
        String source,
        String cause,
        String fix,
        String param,
        String quote,
        int retryAfterSeconds,
        boolean retryable) {
    public ChatFailure {
        Objects.requireNonNull(code);
        Objects.requireNonNull(source);
        Objects.requireNonNull(cause);
        Objects.requireNonNull(fix);
        Objects.requireNonNull(param);
        Objects.requireNonNull(quote);
        // A wait is never named beside words that say that waiting does not help.
        retryAfterSeconds = retryable ? retryAfterSeconds : 0;
    }

    public static final String CLIENT = "client";
    public static final String SLUICE = "sluice";

    public static ChatFailure of(FailureCode code, String source, String cause, String fix) {
        return new ChatFailure(code, source, cause, fix, "", "", 0, !code.isPermanent());
    }

    public ChatFailure at(String field) {
        return new ChatFailure(
                code, source, cause, fix, field, quote, retryAfterSeconds, retryable);
    }

    public ChatFailure retryAfter(int seconds) {
        return new ChatFailure(code, source, cause, fix, param, quote, seconds, retryable);
    }

    /** The same, which must not be repeated. */
    public ChatFailure notRetryable() {
        return new ChatFailure(code, source, cause, fix, param, quote, 0, false);
    }

    /** With what the upstream says at the end of the cause. */
    public ChatFailure quoting(String words) {
        return new ChatFailure(
                code, source, cause + words, fix, param, words, retryAfterSeconds, retryable);
    }

    /** The cause without the upstream's words. */
    public String ownCause() {
        return cause.substring(0, cause.length() - quote.length());
    }
}
