package dev.sluice.cli.bench;

/** Nothing was measured, or what was measured would mean nothing. */
final class BenchFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String message;

    BenchFailedException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
