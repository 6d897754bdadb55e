package dev.sluice.testkit;

/** An error as Dify's envelope tells it. */
record DifyError(int status, String code, String message) {
    static final DifyError NO_AUTHORIZATION =
            unauthorized("Authorization header must be provided and start with 'Bearer'");
    static final DifyError OTHER_SCHEME = unauthorized("Authorization scheme must be 'Bearer'");
    static final DifyError UNKNOWN_KEY = unauthorized("Access token is invalid");
    static final DifyError NO_USER = invalid("Arg user must be provided.");
    static final DifyError EMPTY_QUERY = invalid("query is required");
    static final DifyError NOT_CHAT = wrongMode("not_chat_app");
    static final DifyError NOT_WORKFLOW = wrongMode("not_workflow_app");
    static final DifyError NOT_JSON =
            new DifyError(
                    415,
                    "unsupported_media_type",
                    "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.");
    static final DifyError BAD_JSON =
            new DifyError(
                    400,
                    "bad_request",
                    "The browser (or proxy) sent a request that this server could not understand.");
    static final DifyError NOT_AN_OBJECT = new DifyError(500, "unknown", "Internal Server Error");
    static final DifyError CONVERSATION_COMPLETED =
            new DifyError(
                    400,
                    "conversation_completed",
                    "The conversation has ended. Please start a new conversation.");
    static final DifyError NO_SUCH_PATH =
            new DifyError(
                    404,
                    "not_found",
                    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");
    static final DifyError OTHER_METHOD =
            new DifyError(
                    405, "method_not_allowed", "The method is not allowed for the requested URL.");
    private static final String HINT =
            " You have requested this URI [/v1/chat-messages] but did you mean /v1/chat-messages or /api/chat-messages or /v1/chat-messages/<string:task_id>/stop ?";

    static DifyError invalid(String message) {
        return new DifyError(400, "invalid_param", message);
    }

    static DifyError forbidden(String message) {
        return new DifyError(403, "forbidden", message);
    }

    /** Newer servers let their router add what it thinks was meant. */
    static DifyError noConversation(Profile profile) {
        String message = "Conversation Not Exists.";
        return new DifyError(404, "not_found", profile == Profile.NEW ? message + HINT : message);
    }

    private static DifyError unauthorized(String message) {
        return new DifyError(401, "unauthorized", message);
    }

    private static DifyError wrongMode(String code) {
        return new DifyError(
                400, code, "Please check if your app mode matches the right API route.");
    }
}
