package dev.sluice.store;

import org.jspecify.annotations.Nullable;

/** The database could not do it; the message tells a user what, which and what now. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What stood in the way. */
    public enum Kind {
        /** The data is of a newer program than this one. */
        NEWER,
        /** A step the data has taken reads otherwise now. */
        CHANGED,
        /** The address or the password is wrong. */
        MISCONFIGURED,
        /** The server does not answer. */
        AWAY,
        /** The file is damaged, is not ours, or its disk fails. */
        BROKEN,
        READ_ONLY,
        FULL,
        /** Nothing was done, for there was no time; it may be tried again. */
        BUSY,
        /** It was begun, and nobody knows whether it was done. */
        UNCONFIRMED,
        /** The data forbids it: a key that is taken, a value that is missing. */
        CONFLICT,
        /** The caller was told to stop waiting. */
        INTERRUPTED,
        CLOSED
    }

    StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it may pass by itself, without a change of the configuration or the data. */
    public boolean isTransient() {
        return switch (kind) {
            case AWAY, BUSY, UNCONFIRMED, INTERRUPTED -> true;
            case NEWER, CHANGED, MISCONFIGURED, BROKEN, READ_ONLY, FULL, CONFLICT, CLOSED -> false;
        };
    }
}
