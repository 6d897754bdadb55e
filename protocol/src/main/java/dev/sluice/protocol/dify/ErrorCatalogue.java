package dev.sluice.protocol.dify;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Dify's refusals and errors mean. Its codes are few and some mean a dozen things, so where
 * one does, the words decide; they are compared by how they begin, since versions add to them.
 */
final class ErrorCatalogue {
    private static final Pattern FIELD =
            Pattern.compile(
                    "(?:\\(type '[^']*'\\) )?([\\w-]{1,100})(?: is required)? in input form.*");

    private static final Set<String> FILES =
            Set.of(
                    "no_file_uploaded",
                    "too_many_files",
                    "filename_not_exists_error",
                    "file_too_large",
                    "unsupported_file_type",
                    "file_not_found",
                    "file_access_denied",
                    "no_audio_uploaded",
                    "audio_too_large",
                    "unsupported_audio_type");

    private static final int NOT_FOUND = 404;

    /** A model that the app names and that Dify's workspace does not have. */
    private static final Pattern NO_MODEL = Pattern.compile("Model \\S{1,200} not exist\\.?");

    private final DifyFailures failures;
    private final ForeignAnswers foreign;
    private final List<Words> words;

    /** How a message may begin, and what it then means. */
    private record Words(List<String> beginnings, Function<String, ChatFailure> meaning) {}

    /**
     * The meanings of one app's errors.
     *
     * @param base where it is asked
     */
    ErrorCatalogue(DifyFailures failures, String base) {
        this.failures = failures;
        this.foreign = new ForeignAnswers(failures, base);
        this.words =
                List.of(
                        new Words(List.of("query is required"), failures::blankPrompt),
                        new Words(
                                List.of("Conversation Not Exists", "conversation_id:"),
                                failures::conversationGone),
                        new Words(List.of("Run failed:"), failures::runFailed),
                        new Words(List.of("Workflow not published"), failures::unavailableApp),
                        new Words(List.of("Tenant does not exist"), failures::forbidden),
                        new Words(
                                List.of(
                                        "Invalid workflow_id",
                                        "Cannot use draft workflow",
                                        "Workflow not found with id"),
                                failures::workflowVersion),
                        new Words(
                                List.of(
                                        "transfer_method is required",
                                        "Invalid file transfer method",
                                        "Invalid upload file",
                                        "Invalid file url",
                                        "Reached maximum retries (3) for URL",
                                        "Number of image files",
                                        "Number of files",
                                        "File validation failed",
                                        "File extension",
                                        "Detected file type"),
                                failures::file));
    }

    DifyFailures failures() {
        return failures;
    }

    /** A 404 that is about the path, and not about an app or a conversation. */
    ChatFailure unknownPath(CallResponse answer) {
        return foreign.unknownPath(answer);
    }

    /** An answer that is not a stream, whoever gave it: Dify, or a proxy before it. */
    ChatFailure refusal(CallResponse answer) {
        JsonNode body = Json.object(answer.body());
        if (foreign.is(answer, body)) {
            return foreign.failure(answer, body);
        }
        if (body.isEmpty() && answer.status() == NOT_FOUND) {
            return unknownPath(answer);
        }
        int wait = RetryAfter.header(answer.head());
        String code = body.path("code").asString("");
        Optional<ModelError> model = ModelError.of(body.path("message").asString(""));
        if (isVague(code) && model.isPresent()) {
            return failures.model(model.get(), wait);
        }
        String said = ValidationText.of(body);
        // Since 1.8 and before 1.11 a request that does not fit has neither code nor status.
        if (isVague(code) || (code.isEmpty() && body.has("errors"))) {
            return byWords(said, wait).orElseGet(() -> failures.input(said));
        }
        return byCode(new Refusal(answer.status(), code, said, wait));
    }

    /** An {@code error} event of a stream that had begun. */
    ChatFailure event(JsonNode event) {
        String message = event.path("message").asString("");
        String code = event.path("code").asString("");
        Optional<ModelError> model = ModelError.of(message);
        if (isVague(code) && model.isPresent()) {
            return failures.model(model.get(), RetryAfter.NONE);
        }
        String said = ValidationText.of(event);
        // Once it runs, any fault of a tool or a node is told as if the request were at fault.
        return isVague(code)
                ? byWords(said, RetryAfter.NONE).orElseGet(() -> failures.runFailed(said))
                : byCode(new Refusal(event.path("status").asInt(0), code, said, RetryAfter.NONE));
    }

    /** The failure a {@code workflow_finished} tells of, if it does. */
    Optional<ChatFailure> workflow(JsonNode event) {
        JsonNode data = event.path("data");
        String status = data.path("status").asString("");
        return switch (status) {
            case "", "succeeded", "partial-succeeded" -> Optional.empty();
            case "stopped" -> Optional.of(failures.runStopped());
            case "failed" -> Optional.of(failedWorkflow(event));
            // Statuses are open, and one of tomorrow is no proof that the answer is complete.
            default -> Optional.of(failures.runEndedOtherwise(status));
        };
    }

    private ChatFailure failedWorkflow(JsonNode event) {
        String error = event.path("data").path("error").asString("");
        Optional<ModelError> model = ModelError.of(error);
        if (model.isPresent()) {
            return failures.model(model.get(), RetryAfter.NONE);
        }
        String said = ValidationText.told(error);
        String task = event.path("task_id").asString("");
        // What is refused before it runs is told since 1.15 as a run that has no task of its own.
        boolean neverRan =
                !task.isEmpty() && task.equals(event.path("workflow_run_id").asString(""));
        return (neverRan ? byWords(said, RetryAfter.NONE) : Optional.<ChatFailure>empty())
                .orElseGet(() -> failures.runFailed(said));
    }

    private static boolean isVague(String code) {
        return code.equals("invalid_param") || code.equals("bad_request");
    }

    private Optional<ChatFailure> byWords(String said, int wait) {
        // Some versions send a full app as 400 invalid_param.
        if (said.startsWith("Too many requests")) {
            return Optional.of(failures.busy(said, wait));
        }
        if (NO_MODEL.matcher(said).matches()) {
            return Optional.of(failures.unavailableApp(said));
        }
        Matcher field = FIELD.matcher(said);
        if (field.matches()) {
            return Optional.of(failures.input(said, field.group(1)));
        }
        return words.stream()
                .filter(known -> known.beginnings().stream().anyMatch(said::startsWith))
                .findFirst()
                .map(known -> known.meaning().apply(said));
    }

    /** A refusal as Dify spells it, and how long its header says to wait. */
    private record Refusal(int status, String code, String said, int retryAfter) {}

    private ChatFailure byCode(Refusal refusal) {
        String said = refusal.said;
        return switch (refusal.code) {
            case "unauthorized" -> failures.keyInvalid();
            case "forbidden" -> failures.forbidden(said);
            case "not_chat_app", "not_workflow_app", "not_completion_app" -> failures.wrongMode();
            case "app_unavailable",
                    "agent_not_published",
                    "provider_not_initialize",
                    "model_currently_not_support",
                    "speech_to_text_disabled",
                    "provider_not_support_speech_to_text" ->
                    failures.unavailableApp(said);
            case "provider_quota_exceeded" -> failures.quota(said);
            case "completion_request_error" ->
                    failures.model(ModelError.named(said), refusal.retryAfter);
            case "too_many_requests" -> failures.busy(said, refusal.retryAfter);
            case "rate_limit_error" -> limited(refusal);
            case "conversation_completed" -> failures.conversationEnded(said);
            case "workflow_version_execution_not_allowed" -> failures.workflowVersion(said);
            case "invalid_form_data", "human_input_form_submitted", "human_input_form_expired" ->
                    failures.form(said);
            case "not_found" ->
                    byWords(said, refusal.retryAfter).orElseGet(() -> byStatus(refusal));
            // Codes come with every version; the status is what they have in common.
            default -> FILES.contains(refusal.code) ? failures.file(said) : byStatus(refusal);
        };
    }

    /**
     * Of the provider, of somebody who says how long to wait, or of the plan, which says nothing.
     */
    private ChatFailure limited(Refusal refusal) {
        Optional<ModelError> model = ModelError.of(refusal.said);
        if (model.isPresent()) {
            return failures.model(model.get(), refusal.retryAfter);
        }
        return refusal.retryAfter > RetryAfter.NONE
                ? failures.throttled(refusal.said, refusal.retryAfter)
                : failures.planUsedUp(refusal.said);
    }

    private ChatFailure byStatus(Refusal refusal) {
        return switch (refusal.status) {
            case 401 -> failures.keyInvalid();
            case 403 -> failures.forbidden(refusal.said);
            case 413 -> failures.tooLarge();
            case 429 -> failures.throttled(refusal.said, refusal.retryAfter);
            case 502, 503, 504, 520, 521, 522, 523, 524 ->
                    failures.unavailable(refusal.status, refusal.retryAfter);
            // Any other status says only that it did not work.
            default -> failures.error(refusal.status, refusal.said);
        };
    }
}
