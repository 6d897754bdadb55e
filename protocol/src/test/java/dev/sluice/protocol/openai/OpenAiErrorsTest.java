package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OpenAiErrorsTest {
    private static final OpenAiErrors ERRORS = new OpenAiErrors();

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
        assertThat(ERRORS.error(busy, "req_1").headers())
                .containsEntry("retry-after", "2")
                .containsEntry("retry-after-ms", "2000");
    }

    @Test
    void what_cannot_be_mended_by_asking_again_is_no_wait() {
        ChatFailure quota = failure(FailureCode.DIFY_QUOTA).retryAfter(7);
        assertThat(ERRORS.error(quota, "req_1").headers())
                .isEqualTo(Map.of("x-should-retry", "false"));
        assertThat(failure(FailureCode.RUN_FAILED).retryAfter(7).notRetryable())
                .returns(false, ChatFailure::retryable)
                .returns(0, ChatFailure::retryAfterSeconds);
    }

    @Test
    void a_missing_key_is_answered_with_how_to_send_one() {
        assertThat(ERRORS.error(failure(FailureCode.KEY_MISSING), "req_1").headers())
                .containsEntry("www-authenticate", "Bearer");
    }

    @Test
    void no_error_event_is_longer_than_a_line_may_be() {
        String large = "\u0001\ud83d\ude00e\u0301".repeat(200_000);
        ChatFailure failure = ChatFailure.of(FailureCode.RUN_FAILED, large, large, large).at(large);
        WireBuffer out = new WireBuffer();
        assertThat(ERRORS.breakOff(failure, "req_1", out)).isEqualTo(StreamEnd.CUT);
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
                        ERRORS.error(failure(code), "req_1").status(),
                        error.path("type").asString(),
                        error.path("code").asString(),
                        failure(code).retryable() ? "" : " for-good");
    }

    private static JsonNode error(ChatFailure failure) {
        String body = ERRORS.error(failure, "req_1").body().utf8();
        return JsonMapper.shared().readTree(body).path("error");
    }

    private static ChatFailure failure(FailureCode code) {
        return ChatFailure.of(code, "demo", "What \"is\".", "What now.");
    }
}
