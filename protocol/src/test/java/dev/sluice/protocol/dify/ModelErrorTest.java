package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which failures of model providers arrive. */
final class ModelErrorTest {
    private static final String FAILED = "[models] Error: API request failed with status code ";

    @ParameterizedTest
    @CsvSource({
        "400, DIFY_MODEL_FAILED, 0",
        "401, DIFY_MODEL_FAILED, 0",
        "403, DIFY_MODEL_FAILED, 0",
        "429, UPSTREAM_BUSY, 10",
        "500, DIFY_MODEL_FAILED, 0"
    })
    void the_providers_status_decides_in_whatever_form_it_comes(
            int status, FailureCode code, int seconds) {
        String provider = Json.text(object("error", "Words of the provider."));
        String plugin =
                Json.text(
                        Json.empty()
                                .put("error_type", "InvokeError")
                                .put("message", FAILED + status + ": " + provider));
        for (String message :
                new String[] {
                    plugin,
                    "req_id: 4722da2a16 PluginInvokeError: " + plugin,
                    "Run failed: req_id: 4722da2a16 PluginInvokeError: " + plugin,
                    FAILED + status + ": " + provider
                }) {
            assertFailure(event("invalid_param", message), code, seconds);
            assertFailure(finished(message), code, seconds);
        }
        String agents = "InvokeError: " + FAILED + status + ": " + provider + " (agent_run_id=a)";
        assertFailure(event("completion_request_error", agents), code, seconds);
    }

    private static void assertFailure(ChatFailure failure, FailureCode code, int seconds) {
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
        assertThat(failure.cause())
                .endsWith(": Words of the provider.")
                .doesNotContain("\\", "{", "req_id", "agent_run_id");
    }

    @Test
    void a_refused_key_is_named_as_the_providers() {
        ChatFailure failure = event("invalid_param", FAILED + "401: no");
        assertThat(failure.cause()).contains("The model provider", "refuses Dify's key");
        assertThat(failure.fix()).contains("provider's key", "Settings, Model Provider");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Please try again in 20s. | 20",
                "Please try again in 1m30.5s. | 91",
                "Please try again in 250ms. | 1",
                "retry after 7 seconds | 7",
                "try again in 2 min | 120",
                "You are too fast. | 10"
            })
    void the_providers_own_wait_is_kept(String words, int seconds) {
        assertThat(event("invalid_param", FAILED + "429: " + words).retryAfterSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "InvokeRateLimitError | slow down | UPSTREAM_BUSY",
                "InvokeAuthorizationError | no | DIFY_MODEL_FAILED",
                "ChunkedEncodingError | Response ended prematurely | DIFY_MODEL_FAILED",
                "ValueError | {'message': 'it broke', 'type': 'x'} | DIFY_MODEL_FAILED",
                "InvokeError | Error code: 429 - {'error': {'message': 'slow', 'type': 'x'}} | UPSTREAM_BUSY",
                "InvokeError | status code 429: You exceeded your current quota | DIFY_QUOTA",
                "ToolInvokeError | the tool broke | RUN_FAILED"
            })
    void the_classes_of_plugins_tell_what_happened(
            String type, String message, FailureCode expected) {
        String plugin = Json.text(Json.empty().put("error_type", type).put("message", message));
        assertThat(finished("req_id: a PluginInvokeError: " + plugin).code()).isEqualTo(expected);
    }

    @Test
    void what_was_sent_to_the_model_is_not_repeated() {
        String invalid = "1 validation error for X\nq\n  Bad [type=x, input_value='SECRET']";
        String plugin =
                Json.text(
                        Json.empty()
                                .put("error_type", "InvokeBadRequestError")
                                .put("message", "[models] Bad Request Error, " + invalid)
                                .put("args", "SECRET"));
        assertThat(event("invalid_param", plugin).cause())
                .contains("q: Bad")
                .doesNotContain("SECRET");
    }

    private static ObjectNode object(String name, String message) {
        var object = Json.empty();
        object.putObject(name).put("message", message).put("type", "x");
        return object;
    }

    private static ChatFailure event(String code, String message) {
        return failure(
                "chat",
                Json.text(
                        Json.empty()
                                .put("event", "error")
                                .put("code", code)
                                .put("status", 400)
                                .put("message", message)));
    }

    private static ChatFailure finished(String error) {
        var event = Json.empty().put("event", "workflow_finished");
        event.putObject("data").put("status", "failed").put("error", error);
        return failure("workflow", Json.text(event));
    }

    private static ChatFailure failure(String mode, String event) {
        return ((ChatEvent.Failed) Played.last(mode, "data: " + event + "\n\n")).failure();
    }
}
