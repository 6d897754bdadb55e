package dev.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Some clients read streams by the line, and lose the answer whose line is too long. */
final class LongLinesTest {
    private static final int MOST = 32 * 1024;

    @Test
    void one_event_of_a_megabyte_becomes_lines_that_clients_read() {
        assertWhole("a".repeat(1_000_000));
    }

    @Test
    void control_characters_count_as_what_they_are_on_the_wire() {
        assertWhole("\u001b\u0000".repeat(50_000));
    }

    @Test
    void no_character_is_divided() {
        assertWhole("x" + "\ud83d\ude00".repeat(100_000));
    }

    private static void assertWhole(String text) {
        var app = SimulatedApp.chat("app-app").saying(text, " The end.");
        try (var gateway = TestGateway.of(app)) {
            Answer answer = gateway.ask(Question.to("app").streamed());

            assertLines(answer);
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.events().content()).isEqualTo(text + " The end.");
        }
    }

    @Test
    void citations_that_no_line_holds_are_left_out_and_named() {
        var citations =
                "[{\"position\":1,\"document_name\":\"Book\",\"content\":\"%s\"}]"
                        .formatted("c".repeat(200_000));
        var app = SimulatedApp.chat("app-app").saying("Read.").citing(citations);
        try (var gateway = TestGateway.of(app)) {
            Answer streamed = gateway.ask(Question.to("app").streamed());
            Answer whole = gateway.ask(Question.to("app"));

            assertLines(streamed);
            assertThat(streamed.events().isDone()).isTrue();
            String last = streamed.events().data().get(streamed.events().data().size() - 2);
            var dify = JsonMapper.shared().readTree(last).path("dify");
            assertThat(dify.path("truncated").toString()).isEqualTo("[\"citations\"]");
            assertThat(dify.path("message_id").asString()).isNotEmpty();
            assertThat(whole.body()).contains("\"citations\":[", "ccc");
        }
    }

    private static void assertLines(Answer answer) {
        assertThat(answer.body().lines())
                .allSatisfy(line -> assertThat(line.getBytes(UTF_8).length).isLessThan(MOST));
    }
}
