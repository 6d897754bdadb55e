package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Timing;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The head of a stream waits for an honest status, but not for ever. */
final class HoldBackTest {
    private static final Duration LATE = Duration.ofMillis(900);
    private static final Timing SHORT =
            new Timing(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(20));
    private static final Fault.JsonError UNAVAILABLE =
            new Fault.JsonError(503, "service_unavailable", "Try later.");
    private static final SimulatedApp SOUND = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Question QUESTION = Question.to("a");
    private static final String KEEP_ALIVE = ": keep-alive";
    private static final int OK = 200;

    @Test
    void a_failure_before_the_head_had_to_go_keeps_its_status() {
        var busy = SOUND.failing(Fault.JsonError.tooManyRequests());
        try (var gateway = TestGateway.of(busy)) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("retry-after")).isNotEmpty();
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-BUSY");
        }
    }

    @Test
    void a_slow_answer_is_kept_waiting_and_then_comes_whole() {
        try (var gateway = hasty(SOUND.failing(new Fault.LateEvents(LATE)))) {
            Answer answer = gateway.ask(QUESTION.streamed());

            expectKeptWaiting(answer);
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    @Test
    void a_pause_within_an_answer_is_filled_too() {
        try (var gateway = hasty(SOUND.every(LATE))) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.events().comments()).hasSizeGreaterThan(1);
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().isDone()).isTrue();
        }
    }

    @Test
    void a_failure_after_the_head_had_to_go_is_told_in_the_stream() {
        try (var gateway = hasty(SOUND.failing(new Fault.LateHead(LATE), UNAVAILABLE))) {
            Answer answer = gateway.ask(QUESTION.streamed());

            expectKeptWaiting(answer);
            assertThat(answer.events().diagnosis()).isEqualTo("UPSTREAM-UNAVAILABLE");
            assertThat(answer.events().data()).hasSize(1);
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    @Test
    void an_answer_in_one_piece_keeps_its_status_however_late_it_is() {
        try (var gateway = hasty(SOUND.failing(new Fault.LateHead(LATE), UNAVAILABLE))) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).startsWith("{");
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-UNAVAILABLE");
        }
    }

    @Test
    void failing_over_after_the_head_had_to_go_is_not_seen_by_the_client() {
        var failing = SimulatedApp.chat("app-first").failing(new Fault.LateHead(LATE), UNAVAILABLE);
        try (var gateway =
                TestGateway.with(failing, SOUND)
                        .chain("both", "first", "a")
                        .timing(SHORT)
                        .start()) {
            Answer answer = gateway.ask(Question.to("both").streamed());

            expectKeptWaiting(answer);
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.body()).containsOnlyOnce("\"role\":\"assistant\"");
            assertThat(answer.events().isDone()).isTrue();
            assertThat(gateway.dify().runs()).hasSize(2);
        }
    }

    private static void expectKeptWaiting(Answer answer) {
        assertThat(answer.status()).isEqualTo(OK);
        assertThat(answer.events().comments()).hasSizeGreaterThan(1).containsOnly(KEEP_ALIVE);
        assertThat(answer.body()).startsWith(KEEP_ALIVE);
    }

    private static TestGateway hasty(SimulatedApp app) {
        return TestGateway.with(app).timing(SHORT).start();
    }
}
