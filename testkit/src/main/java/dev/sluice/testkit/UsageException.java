package dev.sluice.testkit;

import java.io.Serial;

/** The command line is wrong; the message says what, which and what now. */
final class UsageException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
