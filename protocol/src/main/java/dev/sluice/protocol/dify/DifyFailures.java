package dev.sluice.protocol.dify;

import dev.sluice.protocol.Answered;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What Dify's refusals and errors mean, and what to do about each. */
final class DifyFailures {
    /** An app's slots free up within seconds; clients wait at least this long. */
    private static final int BUSY_RETRY_SECONDS = 2;

    private final String upstream;

    DifyFailures(String upstream) {
        this.upstream = upstream;
    }

    /** An answer that is not a stream, whoever gave it: Dify, or a proxy before it. */
    ChatFailure refusal(Answered answer) {
        JsonNode body = Json.object(answer.body());
        if (answer.status() < 400) {
            return foreign(answer);
        }
        if (body.isEmpty()) {
            return byStatus(answer.status(), "");
        }
        String code = body.path("code").asString("");
        String said = ValidationText.of(body);
        // Since 1.8 and before 1.11 a request that does not fit has neither code nor status.
        return code.isEmpty() && body.has("errors") ? input(said) : of(answer.status(), code, said);
    }

    /** An {@code error} event of a stream that had begun. */
    ChatFailure error(JsonNode event) {
        return of(
                event.path("status").asInt(0),
                event.path("code").asString(""),
                ValidationText.of(event));
    }

    private ChatFailure of(int status, String code, String said) {
        // Some versions send a full app as 400 invalid_param; only the text gives it away.
        if (said.startsWith("Too many requests")) {
            return busy(said);
        }
        return switch (code) {
            case "unauthorized" -> keyInvalid();
            case "forbidden" -> forbidden(said);
            case "not_chat_app", "not_workflow_app", "not_completion_app" -> wrongMode();
            case "app_unavailable", "agent_not_published" -> unavailableApp(said);
            case "provider_not_initialize",
                    "provider_quota_exceeded",
                    "model_currently_not_support" ->
                    quota(said);
            case "completion_request_error" -> modelFailed(said);
            case "invalid_param", "bad_request" -> input(said);
            case "too_many_requests" -> busy(said);
            case "rate_limit_error" -> limited(said);
            // Codes come with every version; the status is what they have in common.
            default -> byStatus(status, said);
        };
    }

    private ChatFailure byStatus(int status, String said) {
        return switch (status) {
            case 401 -> keyInvalid();
            case 403 -> forbidden(said);
            case 413 -> tooLarge();
            case 429 -> busy(said);
            case 502, 503, 504, 520, 521, 522, 523, 524 -> unavailable(status);
            // Any other status says only that it did not work.
            default ->
                    failure(
                            FailureCode.UPSTREAM_ERROR,
                            "Upstream <name> answered with an error (%d).".formatted(status),
                            said,
                            "Look into the logs of Dify's api container, and check that"
                                    + " upstreams.<name>.url is where Dify's API begins, usually with /v1.");
        };
    }

    ChatFailure keyInvalid() {
        return failure(
                FailureCode.DIFY_KEY_INVALID,
                "Dify does not accept the key of upstream <name>.",
                "",
                "Create a key in the Dify app under API Access, it begins with app-, and set"
                        + " upstreams.<name>.key to it.");
    }

    /** Neither the configuration nor Dify says how the app is to be called. */
    ChatFailure modeUnknown() {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> does not tell its mode.",
                "",
                "Set upstreams.<name>.mode to chat or workflow; if Dify is 1.4 or newer, check that"
                        + " upstreams.<name>.url is where its API begins, usually with /v1.");
    }

    ChatFailure modeNotServed(String mode) {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> is of the mode %s; this version serves chat and workflow."
                        .formatted(ValidationText.shortened(mode)),
                "",
                "Use a key of a Chatbot or a Workflow, or correct upstreams.<name>.mode if it is set.");
    }

    ChatFailure runFailed(String said) {
        return failure(
                FailureCode.RUN_FAILED,
                "The workflow behind upstream <name> failed.",
                said,
                "Open the run in the logs of the Dify app; the step that failed is marked there.");
    }

    ChatFailure runEndedOtherwise(String status) {
        return failure(
                FailureCode.RUN_FAILED,
                "The workflow behind upstream <name> ended with the status %s."
                        .formatted(ValidationText.shortened(status)),
                "",
                "Open the run in the logs of the Dify app to see how it ended.");
    }

    ChatFailure runStopped() {
        return failure(
                FailureCode.RUN_STOPPED,
                "The run at upstream <name> was stopped before its answer was complete.",
                "",
                "Ask again; if nobody stopped it, Dify's APP_MAX_EXECUTION_TIME may be too small.");
    }

    ChatFailure truncated() {
        return failure(
                FailureCode.STREAM_TRUNCATED,
                "The stream of upstream <name> ended before the answer did.",
                "",
                "Ask again; if it happens often, look for restarts of Dify's containers and for"
                        + " proxies before them that cut long answers.");
    }

    ChatFailure garbled() {
        return failure(
                FailureCode.STREAM_GARBLED,
                "Upstream <name> sent an event that is not a JSON object.",
                "",
                "Look for a proxy between here and Dify that changes answers, and check that"
                        + " upstreams.<name>.url is Dify's API.");
    }

    ChatFailure eventTooLarge() {
        return failure(
                FailureCode.STREAM_EVENT_TOO_LARGE,
                "Upstream <name> sent an event larger than 16 MiB.",
                "",
                "Let the app pass large documents between its steps as files, not as text.");
    }

    private ChatFailure forbidden(String said) {
        return failure(
                FailureCode.DIFY_APP_FORBIDDEN,
                "Dify refuses to run the app behind upstream <name>.",
                said,
                "Open the app in Dify, switch its API service on, and check that neither the app"
                        + " nor its workspace is archived.");
    }

    private ChatFailure wrongMode() {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> is of another mode than it was called in.",
                "",
                "Remove upstreams.<name>.mode so that Dify is asked for it, or set it to the app's own.");
    }

    private ChatFailure unavailableApp(String said) {
        return failure(
                FailureCode.DIFY_APP_UNAVAILABLE,
                "The app behind upstream <name> cannot run.",
                said,
                "Open the app in Dify, complete its model settings and publish it.");
    }

    private ChatFailure quota(String said) {
        return failure(
                FailureCode.DIFY_QUOTA,
                "Dify may not use the model of the app behind upstream <name>.",
                said,
                "Check credentials and quota in Dify under Settings, Model Provider.");
    }

    private ChatFailure modelFailed(String said) {
        return failure(
                FailureCode.DIFY_MODEL_FAILED,
                "The model behind upstream <name> failed.",
                said,
                "Test the model in Dify under Settings, Model Provider; its own key, limit or"
                        + " address may be at fault.");
    }

    private ChatFailure input(String said) {
        return failure(
                FailureCode.DIFY_INPUT,
                "The app behind upstream <name> does not accept the request.",
                said,
                "Give the fields of the app's input form in dify.inputs.");
    }

    private ChatFailure busy(String said) {
        return failure(
                        FailureCode.UPSTREAM_BUSY,
                        "Upstream <name> runs as many requests as it may.",
                        said,
                        "Try again in %d seconds, or raise APP_MAX_ACTIVE_REQUESTS in Dify."
                                .formatted(BUSY_RETRY_SECONDS))
                .retryAfter(BUSY_RETRY_SECONDS);
    }

    private ChatFailure limited(String said) {
        return failure(
                FailureCode.UPSTREAM_BUSY,
                "Upstream <name> has used up what its plan allows.",
                said,
                "Trying again does not help before the plan's limit is renewed or raised.");
    }

    private ChatFailure unavailable(int status) {
        return failure(
                FailureCode.UPSTREAM_UNAVAILABLE,
                "Upstream <name> is not available (%d).".formatted(status),
                "",
                "Check that Dify's api container runs and that the proxy before it reaches it.");
    }

    private ChatFailure tooLarge() {
        return failure(
                FailureCode.REQUEST_TOO_LARGE,
                "The request is larger than upstream <name> takes.",
                "",
                "Send less, or raise client_max_body_size in the proxy before Dify.");
    }

    private ChatFailure foreign(Answered answer) {
        String type = answer.contentType().toLowerCase(Locale.ROOT);
        return failure(
                FailureCode.UPSTREAM_FOREIGN_ANSWER,
                "Upstream <name> answered %d with %s instead of what Dify sends."
                        .formatted(
                                answer.status(),
                                type.isEmpty() ? "no type" : ValidationText.shortened(type)),
                "",
                "Check that upstreams.<name>.url is where Dify's API begins, usually with /v1, and not"
                        + " its web page or a login page before it.");
    }

    private ChatFailure failure(FailureCode code, String cause, String said, String fix) {
        String text = ValidationText.shortened(said);
        String stop = text.matches(".*[.!?…]") ? "" : ".";
        return ChatFailure.of(
                code,
                upstream,
                named(text.isEmpty() ? cause : cause + " Dify says: " + text + stop),
                named(fix));
    }

    private String named(String text) {
        return text.replace("<name>", upstream);
    }
}
