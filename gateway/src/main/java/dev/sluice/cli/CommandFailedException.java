package dev.sluice.cli;

/** Ends a command with a message for the user and an exit code for a script. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    CommandFailedException(ExitCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
