package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Golden;
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
        assertThat(error.path("message").asString()).isEqualTo("What \"is\". What now.");
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

    private static String row(FailureCode code) {
        JsonNode error = error(failure(code));
        return "%s %d %s %s"
                .formatted(
                        code.id(),
                        OpenAiErrors.reply(failure(code), "req_1").status(),
                        error.path("type").asString(),
                        error.path("code").asString());
    }

    private static JsonNode error(ChatFailure failure) {
        String body = OpenAiErrors.reply(failure, "req_1").body();
        return JsonMapper.shared().readTree(body).path("error");
    }

    private static ChatFailure failure(FailureCode code) {
        return ChatFailure.of(code, "demo", "What \"is\".", "What now.");
    }
}
