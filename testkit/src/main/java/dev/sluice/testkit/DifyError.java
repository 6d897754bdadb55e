package dev.sluice.testkit;

import java.util.Map;

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
    static final DifyError APP_UNAVAILABLE =
            new DifyError(
                    400,
                    "app_unavailable",
                    "App unavailable, please check your app configurations.");
    static final DifyError WORKFLOW_NOT_PUBLISHED = invalid("Workflow not published");
    static final DifyError AGENT_NOT_PUBLISHED =
            new DifyError(
                    400,
                    "agent_not_published",
                    "Agent has not been published. Please publish the Agent before using the API.");
    static final DifyError AGENT_CHAT_BLOCKING =
            invalid("Agent Chat App does not support blocking mode");
    static final DifyError AGENT_BLOCKING =
            badRequest("Agent App only supports streaming response mode.");
    static final DifyError NOT_JSON =
            new DifyError(
                    415,
                    "unsupported_media_type",
                    "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.");
    static final DifyError BAD_JSON =
            badRequest(
                    "The browser (or proxy) sent a request that this server could not understand.");
    static final DifyError NOT_AN_OBJECT = new DifyError(500, "unknown", "Internal Server Error");

    /** What Flask itself answers when nothing else did. */
    static final DifyError UNHANDLED = NOT_AN_OBJECT;

    static final DifyError CONVERSATION_COMPLETED =
            new DifyError(
                    400,
                    "conversation_completed",
                    "The conversation has ended. Please start a new conversation.");
    static final DifyError NO_FILE =
            new DifyError(400, "no_file_uploaded", "Please upload your file.");
    static final DifyError TOO_MANY_FILES =
            new DifyError(400, "too_many_files", "Only one file is allowed.");
    static final DifyError NO_FILENAME =
            new DifyError(
                    400, "filename_not_exists_error", "The specified filename does not exist.");
    static final DifyError FILE_TOO_LARGE = new DifyError(413, "file_too_large", "");
    static final DifyError NO_FILE_TYPE =
            new DifyError(415, "unsupported_file_type", "File type not allowed.");
    static final DifyError NO_SITE = forbidden("");
    static final DifyError NO_SUCH_PATH =
            notFound(
                    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.");
    static final DifyError OTHER_METHOD =
            new DifyError(
                    405, "method_not_allowed", "The method is not allowed for the requested URL.");

    /** Recorded for these; for other paths the text before 1.16 is a guess. */
    private static final Map<String, String> SUGGESTIONS =
            Map.of(
                    "/v1/chat-messages",
                    "/v1/chat-messages or /api/chat-messages or /v1/chat-messages/<string:task_id>/stop",
                    "/v1/messages",
                    "/v1/messages or /v1/chat-messages or /api/messages");

    static DifyError invalid(String message) {
        return new DifyError(400, "invalid_param", message);
    }

    static DifyError badRequest(String message) {
        return new DifyError(400, "bad_request", message);
    }

    static DifyError forbidden(String message) {
        return new DifyError(403, "forbidden", message);
    }

    static DifyError notFound(String message) {
        return new DifyError(404, "not_found", message);
    }

    /** Newer servers let their router add what it thinks was meant. */
    DifyError hinting(String path, Profile profile) {
        boolean everywhere = !profile.isAtLeast("1.16.0");
        String suggestions = SUGGESTIONS.getOrDefault(path, everywhere ? path : "");
        return profile.isAtLeast("1.8.0") && !suggestions.isEmpty()
                ? new DifyError(
                        status,
                        code,
                        "%s. You have requested this URI [%s] but did you mean %s ?"
                                .formatted(message.replaceFirst("[.]$", ""), path, suggestions))
                : this;
    }

    private static DifyError unauthorized(String message) {
        return new DifyError(401, "unauthorized", message);
    }

    private static DifyError wrongMode(String code) {
        return new DifyError(
                400, code, "Please check if your app mode matches the right API route.");
    }
}
