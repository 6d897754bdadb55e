package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.WireBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenAiErrorsTest {

    @Test
    void every_code_has_its_status_type_and_code() {
        String table =
                Arrays.stream(FailureCode.values())
                        .map(OpenAiErrorsTest::row)
                        .collect(Collectors.joining("\n", "", "\n"));
        Golden.expect("openai/errors.txt", table);
    }

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void every_error_has_all_members(FailureCode code) {
        JsonNode error = error(failure(code).at("messages[0].role"));
        assertThat(error.path("message").asString())
                .isEqualTo("What \"is\". What now. [" + code.id() + ", req_1]");
        assertThat(error.path("param").asString()).isEqualTo("messages[0].role");
        assertThat(error.path("diagnosis").toString())
                .isEqualTo(
                        """
                        {"code":"%s","source":"demo","cause":"What \\"is\\".","fix":"What now.","request_id":"req_1"}\
                        """
                                .formatted(code.id()));
    }

    @Test
    void a_failure_of_no_field_has_the_param_null() {
        assertThat(error(failure(FailureCode.INTERNAL)).get("param").isNull()).isTrue();
    }

    @Test
    void how_long_to_wait_is_passed_on() {
        ChatFailure busy = failure(FailureCode.UPSTREAM_BUSY).retryAfter(2);
        assertThat(OpenAiErrors.reply(busy, "req_1").retryAfterSeconds()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_mended_by_asking_again_is_no_wait() {
        ChatFailure quota = failure(FailureCode.DIFY_QUOTA).retryAfter(7);
        OpenAiErrors.Reply reply = OpenAiErrors.reply(quota, "req_1");
        assertThat(reply.retryAfterSeconds()).isZero();
        assertThat(reply.retryable()).isFalse();
        assertThat(failure(FailureCode.RUN_FAILED).retryAfter(7).notRetryable())
                .returns(false, ChatFailure::retryable)
                .returns(0, ChatFailure::retryAfterSeconds);
    }

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void a_status_that_nobody_repeats_is_for_what_must_not_be_repeated_alone(FailureCode code) {
        OpenAiErrors.Reply reply = OpenAiErrors.reply(failure(code), "req_1");
        boolean mayBeRepeated = reply.retryable() || reply.status() < 429;
        assertThat(reply.refusedForGood().status()).isEqualTo(mayBeRepeated ? reply.status() : 400);
        assertThat(reply.refusedForGood().body()).isEqualTo(reply.body());
    }

    @Test
    void no_error_event_is_longer_than_a_line_may_be() {
        String large = "\u0001\ud83d\ude00e\u0301".repeat(200_000);
        ChatFailure failure = ChatFailure.of(FailureCode.RUN_FAILED, large, large, large).at(large);
        WireBuffer out = new WireBuffer();
        OpenAiErrors.event(failure, "req_1", out);
        assertThat(out.length()).isLessThanOrEqualTo(OpenAiChunkWriter.MOST_LINE_BYTES);
        String json = out.utf8().substring("data: ".length());
        JsonNode error = JsonMapper.shared().readTree(json).path("error");
        assertThat(error.path("message").asString()).endsWith(" [RUN-FAILED, req_1]");
    }

    private static String row(FailureCode code) {
        JsonNode error = error(failure(code));
        return "%s %d %s %s%s"
                .formatted(
                        code.id(),
                        OpenAiErrors.reply(failure(code), "req_1").status(),
                        error.path("type").asString(),
                        error.path("code").asString(),
                        failure(code).retryable() ? "" : " for-good");
    }

    private static JsonNode error(ChatFailure failure) {
        String body = OpenAiErrors.reply(failure, "req_1").body();
        return JsonMapper.shared().readTree(body).path("error");
    }

    private static ChatFailure failure(FailureCode code) {
        return ChatFailure.of(code, "demo", "What \"is\".", "What now.");
    }
}
