package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DifyRefusalTest {
    private final Dify dify = new Dify("demo", Played.BASE, "app-secret", "chat");

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, DIFY_KEY_INVALID",
        "403, forbidden, DIFY_APP_FORBIDDEN",
        "403, workflow_version_execution_not_allowed, DIFY_WORKFLOW_VERSION",
        "400, not_chat_app, DIFY_APP_MODE",
        "400, not_workflow_app, DIFY_APP_MODE",
        "400, not_completion_app, DIFY_APP_MODE",
        "400, app_unavailable, DIFY_APP_UNAVAILABLE",
        "400, agent_not_published, DIFY_APP_UNAVAILABLE",
        "400, speech_to_text_disabled, DIFY_APP_UNAVAILABLE",
        "400, provider_not_support_speech_to_text, DIFY_APP_UNAVAILABLE",
        "400, provider_not_initialize, DIFY_APP_UNAVAILABLE",
        "400, provider_quota_exceeded, DIFY_QUOTA",
        "400, model_currently_not_support, DIFY_APP_UNAVAILABLE",
        "400, completion_request_error, DIFY_MODEL_FAILED",
        "400, invalid_param, DIFY_INPUT",
        "400, bad_request, DIFY_INPUT",
        "400, conversation_completed, DIFY_CONVERSATION_ENDED",
        "404, end_user_not_found, UPSTREAM_ERROR",
        "405, method_not_allowed, UPSTREAM_ERROR",
        "415, unsupported_media_type, UPSTREAM_ERROR",
        "500, unknown, UPSTREAM_ERROR",
        "429, too_many_requests, UPSTREAM_BUSY",
        "429, rate_limit_error, DIFY_PLAN",
        "404, not_found, UPSTREAM_ERROR",
        "500, internal_server_error, UPSTREAM_ERROR",
        "503, tomorrows_code, UPSTREAM_UNAVAILABLE",
        "418, tomorrows_code, UPSTREAM_ERROR"
    })
    void a_refusal_of_dify_is_known_by_its_code(int status, String code, FailureCode expected) {
        assertKnown(status, code, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "400, no_file_uploaded, DIFY_FILE",
        "400, too_many_files, DIFY_FILE",
        "400, filename_not_exists_error, DIFY_FILE",
        "400, no_audio_uploaded, DIFY_FILE",
        "403, file_access_denied, DIFY_FILE",
        "404, file_not_found, DIFY_FILE",
        "413, file_too_large, DIFY_FILE",
        "413, audio_too_large, DIFY_FILE",
        "415, unsupported_file_type, DIFY_FILE",
        "415, unsupported_audio_type, DIFY_FILE",
        "400, invalid_form_data, DIFY_FORM",
        "412, human_input_form_submitted, DIFY_FORM",
        "412, human_input_form_expired, DIFY_FORM"
    })
    void a_refusal_of_what_was_handed_in_is_the_clients_to_mend(
            int status, String code, FailureCode expected) {
        assertThat(expected.kind()).isEqualTo(FailureCode.Kind.INVALID);
        assertKnown(status, code, expected);
    }

    private void assertKnown(int status, String code, FailureCode expected) {
        String body =
                "{\"code\":\"%s\",\"message\":\"Words of Dify.\",\"status\":%d}"
                        .formatted(code, status);
        ChatFailure failure = refusal(status, "application/json", body);
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.source()).isEqualTo("demo");
        assertThat(failure.cause() + failure.fix()).doesNotContain("<name>").doesNotContain("%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | not_found | Conversation Not Exists. | DIFY_CONVERSATION_GONE | conversation_id",
                "400 | invalid_param | 1 validation error for ChatRequestPayload\\nconversation_id\\n  Value error, conversation_id must be a valid UUID [type=value_error, input_value='x'] | DIFY_CONVERSATION_GONE | conversation_id",
                "404 | not_found | Workflow not found with id: w1 | DIFY_WORKFLOW_VERSION | ''",
                "400 | bad_request | Invalid workflow_id format: 'w'. | DIFY_WORKFLOW_VERSION | ''",
                "400 | bad_request | Cannot use draft workflow version. Workflow ID: w1. | DIFY_WORKFLOW_VERSION | ''",
                "400 | invalid_param | Workflow not published | DIFY_APP_UNAVAILABLE | ''",
                "400 | invalid_param | Tenant does not exist. | DIFY_APP_FORBIDDEN | ''",
                "400 | invalid_param | Run failed: it broke | RUN_FAILED | ''",
                "400 | invalid_param | transfer_method is required in file mapping | DIFY_FILE | dify.files",
                "400 | invalid_param | Invalid upload file id format | DIFY_FILE | dify.files",
                "400 | invalid_param | Number of files exceeds the maximum limit 3 | DIFY_FILE | dify.files",
                "400 | invalid_param | city is required in input form | DIFY_INPUT | dify.inputs.city",
                "400 | invalid_param | (type 'text-input') city in input form must be a string | DIFY_INPUT | dify.inputs.city",
                "400 | invalid_param | city in input form must be less than 9 characters | DIFY_INPUT | dify.inputs.city",
                "400 | invalid_param | query is required | DIFY_INPUT | messages",
                "404 | not_found | Message Not Exists. | UPSTREAM_ERROR | ''"
            })
    void where_a_code_means_many_things_the_words_decide(
            int status, String code, String message, FailureCode expected, String param) {
        ChatFailure failure =
                refusal(
                        status,
                        "application/json",
                        "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.param()).isEqualTo(param);
    }

    @Test
    void an_app_that_is_gone_is_told_by_another_key_and_not_by_its_switch() {
        String said =
                "{\"code\":\"forbidden\",\"message\":\"The app no longer exists.\",\"status\":403}";
        var failure =
                new Dify("demo", "http://d.example/v1", "app-x", "chat")
                        .refusal(new CallResponse(new ResponseHead(403, Map.of()), said));
        assertThat(failure.code()).isEqualTo(FailureCode.DIFY_APP_FORBIDDEN);
        assertThat(failure.fix())
                .contains("set upstreams.demo.key to the key of an app that exists")
                .doesNotContain("API service");
    }

    @Test
    void the_paths_a_router_lists_are_not_repeated() {
        String body =
                "{\"code\":\"not_found\",\"message\":\"Conversation Not Exists. You have requested"
                        + " this URI [/v1/chat-messages] but did you mean /v1/chat-messages ?\"}";
        assertThat(refusal(404, "application/json", body).cause())
                .endsWith("Dify says: Conversation Not Exists.");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_param, Expecting value: line 1 column 1, RUN_FAILED",
        "invalid_param, city is required in input form, DIFY_INPUT",
        "invalid_param, Invalid upload file, DIFY_FILE",
        "completion_request_error, Too many requests. Slow down., DIFY_MODEL_FAILED",
        "tomorrows_code, Words of Dify., UPSTREAM_ERROR"
    })
    void a_run_that_breaks_blames_the_client_only_for_what_it_sent(
            String code, String message, FailureCode expected) {
        String event =
                "data: {\"event\":\"error\",\"code\":\"%s\",\"status\":400,\"message\":\"%s\"}\n\n"
                        .formatted(code, message);
        assertThat(Played.last("chat", event))
                .isInstanceOfSatisfying(
                        ChatEvent.Failed.class,
                        last -> assertThat(last.failure().code()).isEqualTo(expected));
    }

    @Test
    void a_failed_step_does_not_repeat_what_it_was_given() {
        String error = "1 validation error for X\\nq\\n  Bad [type=x, input_value='SECRET']";
        String event =
                "data: {\"event\":\"workflow_finished\",\"data\":{\"status\":\"failed\",\"error\":\"%s\"}}\n\n"
                        .formatted(error);
        assertThat(Played.last("workflow", event).toString())
                .contains("q: Bad")
                .doesNotContain("SECRET");
    }

    @ParameterizedTest
    @CsvSource({
        "200, UPSTREAM_FOREIGN_ANSWER",
        "302, UPSTREAM_FOREIGN_ANSWER",
        "401, DIFY_KEY_INVALID",
        "403, UPSTREAM_FOREIGN_ANSWER",
        "404, UPSTREAM_FOREIGN_ANSWER",
        "413, REQUEST_TOO_LARGE",
        "429, UPSTREAM_BUSY",
        "500, UPSTREAM_ERROR",
        "502, UPSTREAM_UNAVAILABLE",
        "503, UPSTREAM_UNAVAILABLE",
        "504, UPSTREAM_UNAVAILABLE",
        "520, UPSTREAM_UNAVAILABLE",
        "524, UPSTREAM_UNAVAILABLE"
    })
    void a_page_of_a_proxy_is_known_by_its_status_and_not_repeated(
            int status, FailureCode expected) {
        ChatFailure failure = refusal(status, "text/html", "<html><b>Bad Gateway</b></html>");
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.cause()).doesNotContain("Bad Gateway");
    }

    @ParameterizedTest
    @CsvSource({
        "429, too_many_requests, Too many requests. Please try again later., UPSTREAM_BUSY, 2",
        "400, invalid_param, Too many requests. Please try again later., UPSTREAM_BUSY, 2",
        "429, rate_limit_error, Workflow execution limit reached., DIFY_PLAN, 0",
        "429, rate_limit_error, '[models] Rate Limit Error, slow down', UPSTREAM_BUSY, 10"
    })
    void a_full_app_is_worth_another_try_and_a_used_up_plan_is_not(
            int status, String code, String message, FailureCode expected, int seconds) {
        ChatFailure failure =
                refusal(
                        status,
                        "application/json",
                        "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
        assertThat(failure.fix().contains("does not help")).isEqualTo(seconds == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | text/html | 7 | UPSTREAM_BUSY | 7",
                "429 | application/json | 7 | UPSTREAM_BUSY | 7",
                "503 | text/html | 30 | UPSTREAM_UNAVAILABLE | 30",
                "503 | text/html | '' | UPSTREAM_UNAVAILABLE | 0",
                "429 | text/html | Mon, 30 Nov 2026 13:51:40 GMT | UPSTREAM_BUSY | 5",
                "429 | text/html | Mon, 30 Nov 2026 13:51:30 GMT | UPSTREAM_BUSY | 1",
                "429 | text/html | 0.2 | UPSTREAM_BUSY | 1",
                "429 | text/html | 99999999 | UPSTREAM_BUSY | 3600",
                "429 | text/html | soon | UPSTREAM_BUSY | 10",
                "429 | text/html | -5 | UPSTREAM_BUSY | 10"
            })
    void the_upstreams_own_wait_is_kept(
            int status, String type, String wait, FailureCode code, int seconds) {
        var headers =
                Map.of(
                        "content-type",
                        type,
                        "retry-after",
                        wait,
                        "date",
                        "Mon, 30 Nov 2026 13:51:35 GMT");
        String body =
                type.equals("text/html")
                        ? "<html>"
                        : "{\"code\":\"rate_limit_error\",\"message\":\"Slow down.\"}";
        ChatFailure failure =
                dify.refusal(new CallResponse(new ResponseHead(status, headers), body));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
        assertThat(failure.fix()).doesNotContain("does not help");
        if (seconds > 1) {
            assertThat(failure.fix()).contains("Try again in " + seconds + " seconds");
        }
    }

    @ParameterizedTest
    @CsvSource({"429, rate_limit_error", "400, provider_quota_exceeded"})
    void what_is_used_up_is_not_worth_another_try(int status, String code) {
        String body =
                "{\"code\":\"%s\",\"message\":\"Workflow execution limit reached.\"}"
                        .formatted(code);
        ChatFailure failure = refusal(status, "application/json", body);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.retryAfter(7).retryAfterSeconds()).isZero();
        assertThat(failure.fix()).containsIgnoringCase("again does not help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"code\":\"invalid_param\",\"message\":\"2 validation errors for ChatRequestPayload\\nquery\\n"
                        + "  Field required [type=missing, input_value={'inputs': {'a': 'SECRET'}}, input_type=dict]\\n"
                        + "    For further information visit https://example.org\\nresponse_mode\\n"
                        + "  Input should be 'blocking' or 'streaming' [type=literal_error, input_value='SECRET']\"}"
                        + " | query: Field required; response_mode: Input should be 'blocking' or 'streaming'",
                "{\"code\":\"invalid_param\",\"message\":\"input_value='SECRET' [type=odd]\"} | a field breaks a rule",
                "{\"errors\":{\"user\":\"'user' is a required property\",\"inputs\":\"'SECRET' is not of type 'object'\"},"
                        + "\"message\":\"Input payload validation failed\"}"
                        + " | user: is a required property; inputs: is not of type 'object'",
                "{\"errors\":{\"query\":\"SECRET\"},\"message\":\"Input payload validation failed\"} | query: a field breaks a rule",
                "{\"code\":\"invalid_param\",\"message\":\"Missing required parameter in the JSON body\",\"params\":\"query\"}"
                        + " | query: Missing required parameter in the JSON body",
                "{\"code\":\"invalid_param\",\"message\":\"topic is required in input form\"} | topic is required in input form"
            })
    void of_a_validators_text_only_field_and_rule_are_kept(String body, String kept) {
        ChatFailure failure = refusal(400, "application/json", body);
        assertThat(failure.code()).isEqualTo(FailureCode.DIFY_INPUT);
        assertThat(failure.cause()).endsWith("Dify says: " + kept + ".").doesNotContain("SECRET");
    }

    @Test
    void a_proxy_that_counts_requests_is_worth_another_try_later() {
        ChatFailure failure = refusal(429, "text/html", "<html>error code: 1015</html>");
        assertThat(failure.retryAfterSeconds()).isEqualTo(10);
        assertThat(failure.cause()).contains("proxy");
    }

    @Test
    void at_most_three_hundred_characters_are_repeated() {
        String long300 = "a".repeat(298) + "👋".repeat(50) + "\n<script>";
        ChatFailure failure =
                refusal(
                        400,
                        "application/json",
                        Json.text(
                                Json.empty()
                                        .put("code", "completion_request_error")
                                        .put("message", long300)));
        assertThat(failure.cause()).endsWith("Dify says: " + "a".repeat(298) + "…");
    }

    @Test
    void control_characters_are_not_repeated() {
        String body =
                "{\"code\":\"invalid_param\",\"message\":\"one\\n\\ttwo\\u0000\\u0085\\u2028\\u202e\\u2066\\ufeffthree\"}";
        assertThat(refusal(400, "application/json", body).cause())
                .endsWith("Dify says: one two three.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bad header Authorization: Bearer app-Zm9vYmFyYmF6cXV4MTIzN was sent",
                "key app-secret is wrong",
                "Incorrect API key provided: sk-proj-abcDEF0123456789abcDEF. See",
                "key app-Zm9vYmFyYmF6cXV4MTIzN is not for dataset-Zm9vYmFyYmF6cXV4MTIzN",
                "Basic dXNlcjpwYXNzd29yZA== failed"
            })
    void no_key_is_repeated_but_words_that_look_like_one_are(String message) {
        String body = Json.text(Json.empty().put("code", "tomorrows_code").put("message", message));
        assertThat(refusal(400, "application/json", body).cause())
                .contains("…")
                .doesNotContain("secret", "Zm9v", "abcDEF", "dXNl");
        String harmless = "This is app-specific, and sk-like.";
        body = Json.text(Json.empty().put("code", "tomorrows_code").put("message", harmless));
        assertThat(refusal(400, "application/json", body).cause()).contains(harmless);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer  app-Zm9vYmFyYmF6cXV4MTIzN",
                "GET /v1/info?api_key=Zm9vYmFyYmF6cXV4MTIzN&user=u",
                "{'x-api-key': 'Zm9vYmFyYmF6cXV4MTIzN'}",
                "proxy http://me:Zm9vYmFyYmF6cXV4MTIzN@proxy.lan:3128 refused",
                "postgresql://dify:Zm9vYmFy@db/dify is away, password: Zm9vYmFyYmF6cXV4MTIzN"
            })
    void a_secret_is_known_by_its_name_and_by_its_place_in_a_url(String message) {
        String body = Json.text(Json.empty().put("code", "tomorrows_code").put("message", message));
        assertThat(refusal(400, "application/json", body).cause())
                .contains("…")
                .doesNotContain("Zm9v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens: 4096 is more than the token limit: 2048 of app-specific models",
                "password: must have a digit",
                "the key: value pairs at https://docs.example.com:8443/a@b"
            })
    void words_about_secrets_stay(String message) {
        String body = Json.text(Json.empty().put("code", "tomorrows_code").put("message", message));
        assertThat(refusal(400, "application/json", body).cause()).contains(message);
    }

    @Test
    void neither_a_cause_nor_a_fix_repeats_a_key() {
        var repeating =
                new ResponseHead(
                        302,
                        Map.of("location", "https://dify.example/login/app-secret/chat-messages"));
        ChatFailure redirect = dify.refusal(new CallResponse(repeating, ""));
        var packed =
                new ResponseHead(
                        200,
                        Map.of("content-encoding", "app-secret", "server", "Bearer app-secret"));
        ChatFailure unpacked = dify.refusal(new CallResponse(packed, "x"));

        String form =
                "{\"code\":\"invalid_param\",\"message\":\"app-secret is required in input form\"}";

        assertThat(refusal(400, "application/json", form).param()).isEqualTo("dify.inputs.…");
        assertThat(redirect.cause() + redirect.fix()).doesNotContain("secret").contains("…");
        assertThat(unpacked.cause() + unpacked.fix()).doesNotContain("secret").contains("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"input_value=", "[type=", "[models] ", "retry in "})
    void long_words_cost_no_more_than_they_say(String word) {
        for (String filler : List.of(" ", "\n ", "a", "{", "'", "<")) {
            String message = word + filler.repeat(200_000) + word;
            String body =
                    Json.text(Json.empty().put("code", "invalid_param").put("message", message));
            assertThat(refusal(400, "application/json", body).cause()).hasSizeLessThan(500);
        }
    }

    private ChatFailure refusal(int status, String type, String body) {
        return dify.refusal(CallResponse.of(status, type, body));
    }
}
