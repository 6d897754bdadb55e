package dev.sluice.protocol;

/** Carries a failure up the plot to the endpoint, which alone turns it into a reply. */
public final class ChatFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ChatFailure failure;

    public ChatFailedException(ChatFailure failure) {
        // No stack trace: a failure is an outcome, and its code says where it came from.
        super(failure.code().id() + ": " + failure.cause(), null, false, false);
        this.failure = failure;
    }

    public ChatFailure failure() {
        return failure;
    }
}
