package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.Test;

/** A broken answer looks broken on the connection itself, whatever the client reads of it. */
final class HonestEndsTest {
    private static final SimulatedApp SOUND = SimulatedApp.chat("app-a").saying("One", " two");
    private static final SimulatedApp BREAKING = SOUND.failing(new Fault.NoTerminal());
    private static final Question QUESTION = Question.to("a");

    @Test
    void a_broken_stream_is_an_error_event_and_a_close_before_the_last_chunk() {
        try (var gateway = TestGateway.of(BREAKING)) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
            assertThat(answer.events().diagnosis()).isEqualTo("STREAM-TRUNCATED");
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    @Test
    void a_broken_stream_to_a_client_without_chunks_is_an_error_event_and_a_reset() {
        try (var gateway = TestGateway.of(BREAKING);
                var client = gateway.client().http10()) {
            Answer answer = client.ask(QUESTION.streamed()).answer();

            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().diagnosis()).isEqualTo("STREAM-TRUNCATED");
            assertThat(answer.end()).isEqualTo(Answer.End.RESET);
        }
    }

    @Test
    void a_whole_stream_to_a_client_without_chunks_ends_with_a_clean_close() {
        try (var gateway = TestGateway.of(SOUND);
                var client = gateway.client().http10()) {
            Answer answer = client.ask(QUESTION.streamed()).answer();

            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    @Test
    void an_answer_in_one_piece_to_a_client_without_chunks_has_its_length() {
        try (var gateway = TestGateway.of(SOUND);
                var client = gateway.client().http10()) {
            Answer answer = client.ask(QUESTION).answer();

            assertThat(answer.header("content-length")).isNotEmpty();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    @Test
    void a_connection_goes_on_after_a_whole_stream() {
        try (var gateway = TestGateway.of(SOUND);
                var client = gateway.client()) {
            assertThat(client.ask(QUESTION.streamed()).answer().events().isDone()).isTrue();
            assertThat(client.ask(QUESTION).answer().body()).contains("One two");
        }
    }
}
