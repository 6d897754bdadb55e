package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.Test;

/** What arrives together leaves together. */
final class GatheringTest {
    private static final int WORDS = 3_000;
    private static final int EVENTS_PER_CHUNK = 3;

    @Test
    void a_burst_of_events_takes_far_fewer_chunks_than_events() {
        try (var gateway = TestGateway.of(SimulatedApp.chat("app-a").tokens(WORDS))) {
            Answer answer = gateway.ask(Question.to("a").streamed());

            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.events().events()).hasSizeGreaterThan(WORDS);
            assertThat(answer.chunks()).isLessThan(WORDS / EVENTS_PER_CHUNK);
        }
    }
}
