package dev.sluice.testkit;

/** The three ways to begin a run, each for some modes. */
enum RunKind {
    CHAT("ChatRequestPayload"),
    COMPLETION("CompletionRequestPayload"),
    WORKFLOW("WorkflowRunPayload");

    private final String payloadName;

    RunKind(String payloadName) {
        this.payloadName = payloadName;
    }

    /** What the validator of newer servers calls the body. */
    String payloadName() {
        return payloadName;
    }

    DifyError wrongMode() {
        return switch (this) {
            case CHAT -> DifyError.NOT_CHAT;
            // A code of its own exists, but servers never use it.
            case COMPLETION -> DifyError.APP_UNAVAILABLE;
            case WORKFLOW -> DifyError.NOT_WORKFLOW;
        };
    }

    boolean takes(Mode mode) {
        return of(mode) == this;
    }

    static RunKind of(Mode mode) {
        return switch (mode) {
            case CHAT, AGENT_CHAT, ADVANCED_CHAT, AGENT -> CHAT;
            case COMPLETION -> COMPLETION;
            case WORKFLOW -> WORKFLOW;
        };
    }
}
