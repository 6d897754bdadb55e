package dev.sluice.testkit;

/** Errors of Dify's catalogue that no request brings about by itself. */
public enum KnownError {
    PROVIDER_NOT_INITIALIZE(
            400,
            "No valid model provider credentials found. Please go to Settings -> Model Provider to complete your provider credentials."),
    PROVIDER_QUOTA_EXCEEDED(
            400,
            "Your quota for Dify Hosted OpenAI has been exhausted. Please go to Settings -> Model Provider to complete your own provider credentials."),
    MODEL_CURRENTLY_NOT_SUPPORT(
            400, "Dify Hosted OpenAI trial currently not support the GPT-4 model."),
    COMPLETION_REQUEST_ERROR(400, "Completion request failed."),
    NOT_COMPLETION_APP(400, "Please check if your app mode matches the right API route."),
    FILE_ACCESS_DENIED(403, "Access to the requested file is denied."),
    WORKFLOW_VERSION_EXECUTION_NOT_ALLOWED(403, ""),
    FILE_NOT_FOUND(404, "The requested file was not found."),
    RATE_LIMIT_ERROR(429, "Rate Limit Error"),
    TOO_MANY_REQUESTS(
            429,
            "Too many requests. Please try again later. The current maximum concurrent requests allowed for `9f1c` is `2`."),
    INTERNAL_SERVER_ERROR(
            500,
            "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application."),
    UNKNOWN(500, "Internal Server Error");

    private final int status;
    private final String message;

    KnownError(int status, String message) {
        this.status = status;
        this.message = message;
    }

    int status() {
        return status;
    }

    String message() {
        return message;
    }
}
