package dev.sluice.compat.opendify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.Test;

/** OpenDify names the conversation of an answer in one piece in a header of its own. */
final class ConversationHeaderTest {
    private static final String HEADER = "conversation-id";

    @Test
    void an_answer_in_one_piece_names_its_conversation_and_a_stream_does_not() {
        try (var gateway = TestGateway.of(SimulatedApp.chat("app-a"))) {
            Answer whole = gateway.ask(Question.to("a"));
            Answer stream = gateway.ask(Question.to("a").streamed());

            assertThat(whole.header(HEADER))
                    .isNotEmpty()
                    .isEqualTo(whole.header("x-dify-conversation-id"));
            assertThat(stream.headers()).doesNotContainKey(HEADER);
        }
    }

    @Test
    void an_upstream_that_failed_leaves_no_conversation_behind() {
        var failing = SimulatedApp.chat("app-a").failing(new Fault.FailedRun(0, "No."));
        try (var gateway =
                TestGateway.with(failing, SimulatedApp.completion("app-b"))
                        .chain("both", "a", "b")
                        .rerun()
                        .start()) {
            Answer answer = gateway.ask(Question.to("both"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKeys(HEADER, "x-dify-conversation-id");
        }
    }
}
