package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.RecordedRequests.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

final class RecordedRequestsTest {
    static List<String> recordings() {
        return RecordedRequests.files("open-webui");
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void every_recorded_request_has_a_method_a_path_and_a_body_of_json(String file) {
        assertThat(RecordedRequests.of(file))
                .isNotEmpty()
                .allSatisfy(request -> {
                    assertThat(request.method()).isIn("GET", "POST", "DELETE", "OPTIONS");
                    assertThat(request.path()).startsWith("/");
                    assertThat(request.header("host")).isNotEmpty();
                    if (!request.body().isEmpty()) {
                        assertThat(JsonMapper.shared().readTree(request.body()).isObject())
                                .isTrue();
                    }
                });
    }

    @Test
    void the_turns_of_a_chat_are_read_in_their_order() {
        List<Request> turns = RecordedRequests.of("open-webui/turn-second.txt");
        assertThat(turns).hasSize(2);
        assertThat(turns.getFirst().header("x-openwebui-chat-id"))
                .isEqualTo("00000003-0000-4000-8000-000000000000");
        assertThat(turns.getFirst().body().length()).isLessThan(turns.getLast().body().length());
    }

    @Test
    void a_request_is_sent_with_another_key_and_model_and_its_own_headers() {
        String http =
                RecordedRequests.of("open-webui/turn-first.txt")
                        .getFirst()
                        .authorizedBy("sk-sluice-other")
                        .replacing("\"chat-bot\"", "\"helpdesk\"")
                        .http();
        assertThat(http)
                .startsWith("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n")
                .contains("X-OpenWebUI-User-Name: Ann M%C3%BCller\r\n")
                .contains("Authorization: Bearer sk-sluice-other\r\n")
                .doesNotContain("sk-sluice-KEY", "gateway:8000")
                .endsWith(
                        "{\"stream\": true, \"model\": \"helpdesk\", \"messages\": [{\"role\":"
                                + " \"user\", \"content\": \"What is a sluice? long:30\"}]}");
    }
}
