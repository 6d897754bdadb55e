package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.SecretMask;

/** Everything that can go wrong with an app, each with what to do about it. */
final class DifyFailures {
    /** An app's slots free up within seconds; clients wait at least this long. */
    private static final int BUSY_RETRY_SECONDS = 2;

    /** What proxies and clouds count requests by is longer than that. */
    private static final int THROTTLED_RETRY_SECONDS = 10;

    private static final String MODES = String.join(", ", Mode.wireNames());

    /** How the message begins in {@code controllers/service_api/wraps.py} of Dify. */
    private static final String APP_DELETED = "The app no longer exists";

    private final String upstream;
    private final SecretMask secrets;

    DifyFailures(String upstream, SecretMask secrets) {
        this.upstream = upstream;
        this.secrets = secrets;
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
                "Set upstreams.<name>.mode to one of "
                        + MODES
                        + "; if Dify is 1.4 or newer, check that upstreams.<name>.url is where its"
                        + " API begins, usually with /v1.");
    }

    ChatFailure modeNotServed(String mode) {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> is of the mode %s; this version serves %s."
                        .formatted(ValidationText.shortened(mode), MODES),
                "",
                "Use the key of another app, or correct upstreams.<name>.mode if it is set.");
    }

    ChatFailure runFailed(String said) {
        return failure(
                FailureCode.RUN_FAILED,
                "The run at upstream <name> failed.",
                said,
                "Open the run in the logs of the Dify app; the step that failed is marked there.");
    }

    ChatFailure runEndedOtherwise(String status) {
        return failure(
                FailureCode.RUN_FAILED,
                "The run at upstream <name> ended with the status %s."
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

    ChatFailure stillQueued(long seconds) {
        return failure(
                FailureCode.UPSTREAM_QUEUED,
                "Upstream <name> has accepted the request and has not begun it for "
                        + seconds
                        + " s: it waits for a free worker of Dify.",
                "",
                "Send fewer runs at once, or give Dify more of CELERY_WORKER_AMOUNT (runs of"
                        + " chatflows and workflows) and SERVER_WORKER_CONNECTIONS (connections)."
                        + " The run will still begin when a worker is free.");
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

    ChatFailure forbidden(String said) {
        if (said.startsWith(APP_DELETED)) {
            return failure(
                    FailureCode.DIFY_APP_FORBIDDEN,
                    "The app behind upstream <name> was deleted in Dify.",
                    said,
                    "Create a key in another Dify app under API Access, and set upstreams.<name>.key"
                            + " to the key of an app that exists; or remove the upstream.");
        }
        return failure(
                FailureCode.DIFY_APP_FORBIDDEN,
                "Dify refuses to run the app behind upstream <name>.",
                said,
                "Open the app in Dify, switch its API service on, and check that neither the app"
                        + " nor its workspace is archived.");
    }

    ChatFailure wrongMode() {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> is of another mode than it was called in.",
                "",
                "Remove upstreams.<name>.mode so that Dify is asked for it, or set it to the app's own.");
    }

    /** What the configuration says is not what Dify says, and is called otherwise. */
    ChatFailure modeContradicted(String told, String configured) {
        return failure(
                FailureCode.DIFY_APP_MODE,
                "The app behind upstream <name> is of the mode %s, and upstreams.<name>.mode says %s."
                        .formatted(told, configured),
                "",
                "Remove upstreams.<name>.mode, since Dify states it; or use the key of another app,"
                        + " if this is not the one that was meant.");
    }

    ChatFailure unavailableApp(String said) {
        return failure(
                FailureCode.DIFY_APP_UNAVAILABLE,
                "The app behind upstream <name> cannot run.",
                said,
                "Open the app in Dify, complete its model settings and publish it.");
    }

    ChatFailure quota(String said) {
        return failure(
                FailureCode.DIFY_QUOTA,
                "The quota for the model of the app behind upstream <name> is used up.",
                said,
                "Raise it in Dify under Settings, Model Provider; asking again does not help before.");
    }

    /** Errors that say no more than that there was one. */
    ChatFailure error(int status, String said) {
        return failure(
                FailureCode.UPSTREAM_ERROR,
                "Upstream <name> answered with an error (%d).".formatted(status),
                said,
                "Look into the logs of Dify's api container, and check that upstreams.<name>.url is"
                        + " where Dify's API begins, usually with /v1.");
    }

    ChatFailure workflowVersion(String said) {
        return failure(
                FailureCode.DIFY_WORKFLOW_VERSION,
                "Dify does not run the version asked for of the workflow behind upstream <name>.",
                said,
                "Name a version that is published, or none, and check that the plan of Dify's"
                        + " workspace allows to name one.");
    }

    /** What a provider's failure means, as far as its status tells. */
    ChatFailure model(ModelError error, int wait) {
        String said = error.text();
        if (said.contains("insufficient_quota") || said.contains("exceeded your current quota")) {
            return quota(said);
        }
        return switch (error.status()) {
            case 429 -> providerBusy(said, wait == RetryAfter.NONE ? RetryAfter.words(said) : wait);
            case 401, 403 ->
                    modelFailed(
                            "The model provider of the app behind upstream <name> refuses Dify's key.",
                            said,
                            "Correct the provider's key in Dify under Settings, Model Provider;"
                                    + " the key of the app itself is right.");
            // Any other status is the provider's own affair.
            default ->
                    modelFailed(
                            "The model behind upstream <name> failed.",
                            said,
                            "Test the model in Dify under Settings, Model Provider; its own key,"
                                    + " limit or address may be at fault.");
        };
    }

    private ChatFailure modelFailed(String cause, String said, String fix) {
        return failure(FailureCode.DIFY_MODEL_FAILED, cause, said, fix);
    }

    private ChatFailure providerBusy(String said, int wait) {
        int seconds = wait == RetryAfter.NONE ? THROTTLED_RETRY_SECONDS : wait;
        return failure(
                        FailureCode.UPSTREAM_BUSY,
                        "The model provider of the app behind upstream <name> takes no more requests"
                                + " for now.",
                        said,
                        "Try again in %s; if it happens often, raise the limit at the provider."
                                .formatted(seconds(seconds)))
                .retryAfter(seconds);
    }

    ChatFailure input(String said) {
        return failure(
                FailureCode.DIFY_INPUT,
                "The app behind upstream <name> does not accept the request.",
                said,
                "Give the fields of the app's input form in dify.inputs.");
    }

    ChatFailure input(String said, String field) {
        return input(said).at("dify.inputs." + secrets.masked(field));
    }

    ChatFailure blankPrompt(String said) {
        return failure(
                        FailureCode.DIFY_INPUT,
                        "The app behind upstream <name> was asked nothing.",
                        said,
                        "Send a last message that holds more than blanks.")
                .at("messages");
    }

    ChatFailure file(String said) {
        return failure(
                        FailureCode.DIFY_FILE,
                        "The app behind upstream <name> does not accept a file.",
                        said,
                        "Check its type, its size and its address against what the app allows; an"
                                + " upload belongs to the user and the app it was made for.")
                .at("dify.files");
    }

    ChatFailure form(String said) {
        return failure(
                FailureCode.DIFY_FORM,
                "The form that the run behind upstream <name> waits for was not accepted.",
                said,
                "Fill in every input that dify.paused names before the form expires, and once only.");
    }

    ChatFailure conversationGone(String said) {
        return failure(
                        FailureCode.DIFY_CONVERSATION_GONE,
                        "The app behind upstream <name> has no such conversation for this user.",
                        said,
                        "Leave conversation_id out to begin a new one; a conversation belongs to"
                                + " one app and one user, and may have been deleted.")
                .at("conversation_id");
    }

    ChatFailure conversationEnded(String said) {
        return failure(
                        FailureCode.DIFY_CONVERSATION_ENDED,
                        "The conversation at upstream <name> has ended.",
                        said,
                        "Leave conversation_id out to begin a new one.")
                .at("conversation_id");
    }

    ChatFailure busy(String said, int wait) {
        int seconds = wait == RetryAfter.NONE ? BUSY_RETRY_SECONDS : wait;
        return failure(
                        FailureCode.UPSTREAM_BUSY,
                        "Upstream <name> runs as many requests as it may.",
                        said,
                        "Try again in %s, or raise APP_MAX_ACTIVE_REQUESTS in Dify."
                                .formatted(seconds(seconds)))
                .retryAfter(seconds);
    }

    /** A limit that is not the app's own: of a cloud, or of a proxy before Dify. */
    ChatFailure throttled(String said, int wait) {
        int seconds = wait == RetryAfter.NONE ? THROTTLED_RETRY_SECONDS : wait;
        return failure(
                        FailureCode.UPSTREAM_BUSY,
                        "Upstream <name>, or a proxy before it, takes no more requests for now.",
                        said,
                        "Try again in %s; if it happens often, look for limits in what stands before Dify."
                                .formatted(seconds(seconds)))
                .retryAfter(seconds);
    }

    ChatFailure planUsedUp(String said) {
        return failure(
                FailureCode.DIFY_PLAN,
                "Upstream <name> has used up what its plan allows.",
                said,
                "Trying again does not help before the plan's limit is renewed or raised; see"
                        + " Settings, Billing in Dify.");
    }

    ChatFailure unavailable(int status, int wait) {
        String again = wait == RetryAfter.NONE ? "" : " Try again in " + seconds(wait) + ".";
        return failure(
                        FailureCode.UPSTREAM_UNAVAILABLE,
                        "Upstream <name> is not available (%d).".formatted(status),
                        "",
                        "Check that Dify's api container runs and that the proxy before it reaches it."
                                + again)
                .retryAfter(wait);
    }

    ChatFailure tooLarge() {
        return failure(
                FailureCode.REQUEST_TOO_LARGE,
                "The request is larger than upstream <name> takes.",
                "",
                "Send less, or raise client_max_body_size in the proxy before Dify.");
    }

    ChatFailure foreign(String cause, String fix) {
        return failure(FailureCode.UPSTREAM_FOREIGN_ANSWER, cause, "", fix);
    }

    private static String seconds(int seconds) {
        return seconds == 1 ? "a second" : seconds + " seconds";
    }

    /** Every failure is made here, so that no secret is in one, whatever the upstream said. */
    private ChatFailure failure(FailureCode code, String cause, String said, String fix) {
        String text = ValidationText.shortened(secrets.masked(said));
        String stop =
                !text.isEmpty() && ".!?…".indexOf(text.charAt(text.length() - 1)) >= 0 ? "" : ".";
        var failure = ChatFailure.of(code, upstream, named(cause), named(fix));
        return text.isEmpty() ? failure : failure.quoting(" Dify says: " + text + stop);
    }

    private String named(String text) {
        return secrets.masked(text).replace("<name>", upstream);
    }
}
