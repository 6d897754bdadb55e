package dev.sluice.compat.opendify;

import org.jspecify.annotations.Nullable;

/** What was left behind cannot be read; the message is for the user. */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
