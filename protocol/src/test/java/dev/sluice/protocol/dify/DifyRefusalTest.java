package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Answered;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifyRefusalTest {
    private final Dify dify = new Dify("demo", "app-secret", "chat");

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, DIFY_KEY_INVALID",
        "403, forbidden, DIFY_APP_FORBIDDEN",
        "403, workflow_version_execution_not_allowed, DIFY_APP_FORBIDDEN",
        "400, not_chat_app, DIFY_APP_MODE",
        "400, not_workflow_app, DIFY_APP_MODE",
        "400, app_unavailable, DIFY_APP_UNAVAILABLE",
        "400, provider_not_initialize, DIFY_QUOTA",
        "400, provider_quota_exceeded, DIFY_QUOTA",
        "400, model_currently_not_support, DIFY_QUOTA",
        "400, completion_request_error, DIFY_MODEL_FAILED",
        "400, invalid_param, DIFY_INPUT",
        "400, bad_request, DIFY_INPUT",
        "429, too_many_requests, UPSTREAM_BUSY",
        "429, rate_limit_error, UPSTREAM_BUSY",
        "404, not_found, UPSTREAM_ERROR",
        "500, internal_server_error, UPSTREAM_ERROR",
        "503, tomorrows_code, UPSTREAM_UNAVAILABLE",
        "418, tomorrows_code, UPSTREAM_ERROR"
    })
    void a_refusal_of_dify_is_known_by_its_code(int status, String code, FailureCode expected) {
        String body =
                "{\"code\":\"%s\",\"message\":\"Words of Dify.\",\"status\":%d}"
                        .formatted(code, status);
        ChatFailure failure = refusal(status, "application/json", body);
        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.source()).isEqualTo("demo");
        assertThat(failure.cause() + failure.fix()).doesNotContain("<name>").doesNotContain("%");
    }

    @ParameterizedTest
    @CsvSource({
        "200, UPSTREAM_FOREIGN_ANSWER",
        "302, UPSTREAM_FOREIGN_ANSWER",
        "401, DIFY_KEY_INVALID",
        "404, UPSTREAM_ERROR",
        "413, REQUEST_TOO_LARGE",
        "429, UPSTREAM_BUSY",
        "500, UPSTREAM_ERROR",
        "502, UPSTREAM_UNAVAILABLE",
        "503, UPSTREAM_UNAVAILABLE",
        "504, UPSTREAM_UNAVAILABLE",
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
        "429, too_many_requests, Too many requests. Please try again later., 2",
        "400, invalid_param, Too many requests. Please try again later., 2",
        "429, rate_limit_error, Workflow execution limit reached., 0"
    })
    void a_full_app_is_worth_another_try_and_a_used_up_plan_is_not(
            int status, String code, String message, int seconds) {
        ChatFailure failure =
                refusal(
                        status,
                        "application/json",
                        "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_BUSY);
        assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
        // Some clients take these words for the end of all trying.
        assertThat(failure.cause() + failure.fix())
                .doesNotContainIgnoringCase("quota")
                .doesNotContainIgnoringCase("billing")
                .doesNotContainIgnoringCase("credit");
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
        String body = "{\"code\":\"invalid_param\",\"message\":\"one\\n\\ttwo\\u0000three\"}";
        assertThat(refusal(400, "application/json", body).cause())
                .endsWith("Dify says: one two three.");
    }

    private ChatFailure refusal(int status, String type, String body) {
        return dify.refusal(new Answered(status, type, body));
    }
}
