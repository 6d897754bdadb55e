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

    private final DifyFailures failures;
    private final List<Words> words;

    /** How a message may begin, and what it then means. */
    private record Words(List<String> beginnings, Function<String, ChatFailure> meaning) {}

    ErrorCatalogue(DifyFailures failures) {
        this.failures = failures;
        this.words =
                List.of(
                        // Some versions send a full app as 400 invalid_param.
                        new Words(List.of("Too many requests"), failures::busy),
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

    /** An answer that is not a stream, whoever gave it: Dify, or a proxy before it. */
    ChatFailure refusal(CallResponse answer) {
        JsonNode body = Json.object(answer.body());
        // Dify's own refusals are JSON; a 403 that is a page is of something that guards it.
        if (answer.status() < 400 || (answer.status() == 403 && body.isEmpty())) {
            return failures.foreign(answer);
        }
        if (body.isEmpty()) {
            return byStatus(answer.status(), "");
        }
        String said = ValidationText.of(body);
        String code = body.path("code").asString("");
        // Since 1.8 and before 1.11 a request that does not fit has neither code nor status.
        if (isVague(code) || (code.isEmpty() && body.has("errors"))) {
            return byWords(said).orElseGet(() -> failures.input(said));
        }
        return byCode(answer.status(), code, said);
    }

    /** An {@code error} event of a stream that had begun. */
    ChatFailure event(JsonNode event) {
        String said = ValidationText.of(event);
        String code = event.path("code").asString("");
        // Once it runs, any fault of a tool or a node is told as if the request were at fault.
        return isVague(code)
                ? byWords(said).orElseGet(() -> failures.runFailed(said))
                : byCode(event.path("status").asInt(0), code, said);
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
        String said = ValidationText.told(event.path("data").path("error").asString(""));
        String task = event.path("task_id").asString("");
        // What is refused before it runs is told since 1.15 as a run that has no task of its own.
        boolean neverRan =
                !task.isEmpty() && task.equals(event.path("workflow_run_id").asString(""));
        return (neverRan ? byWords(said) : Optional.<ChatFailure>empty())
                .orElseGet(() -> failures.runFailed(said));
    }

    private static boolean isVague(String code) {
        return code.equals("invalid_param") || code.equals("bad_request");
    }

    private Optional<ChatFailure> byWords(String said) {
        Matcher field = FIELD.matcher(said);
        if (field.matches()) {
            return Optional.of(failures.input(said).at("dify.inputs." + field.group(1)));
        }
        return words.stream()
                .filter(known -> known.beginnings().stream().anyMatch(said::startsWith))
                .findFirst()
                .map(known -> known.meaning().apply(said));
    }

    private ChatFailure byCode(int status, String code, String said) {
        return switch (code) {
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
            case "completion_request_error" -> failures.modelFailed(said);
            case "too_many_requests" -> failures.busy(said);
            case "rate_limit_error" -> failures.limited(said);
            case "conversation_completed" -> failures.conversationEnded(said);
            case "workflow_version_execution_not_allowed" -> failures.workflowVersion(said);
            case "invalid_form_data", "human_input_form_submitted", "human_input_form_expired" ->
                    failures.form(said);
            case "not_found" -> byWords(said).orElseGet(() -> byStatus(status, said));
            // Codes come with every version; the status is what they have in common.
            default -> FILES.contains(code) ? failures.file(said) : byStatus(status, said);
        };
    }

    private ChatFailure byStatus(int status, String said) {
        return switch (status) {
            case 401 -> failures.keyInvalid();
            case 403 -> failures.forbidden(said);
            case 413 -> failures.tooLarge();
            case 429 -> failures.throttled(said);
            case 502, 503, 504, 520, 521, 522, 523, 524 -> failures.unavailable(status);
            // Any other status says only that it did not work.
            default -> failures.error(status, said);
        };
    }
}
