package dev.sluice.access;

/** Says which key or secret key cannot be used, why, and what now; it never holds one. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccessException(String message) {
        super(message);
    }

    AccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
