package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.Timing;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cut of a broken stream leaves its reader the time to read why. */
final class CutPatienceTest {
    private static final Duration A_MOMENT = Duration.ofMillis(400);
    private static final Duration EVER = Duration.ofHours(1);
    private static final Question QUESTION = Question.to("a").streamed();
    private static final SimulatedApp FAILING =
            SimulatedApp.chat("app-a")
                    .saying("One", " two", " three")
                    .failing(new Fault.FailedRun(3, "no luck"));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_who_is_busy_after_the_first_piece_finds_the_connection_open(boolean http10) {
        try (var gateway = TestGateway.with(FAILING).timing(cutAfter(EVER)).start();
                var client = http10 ? gateway.client().http10() : gateway.client()) {
            client.ask(QUESTION).until("One");
            // Nothing is read, as when a user interface is at work, until all has been sent.
            await().during(A_MOMENT).until(() -> gateway.gateway().openExchanges() == 0);

            Answer answer = client.until("\"request_id\"");

            assertThat(answer.events().content()).isEqualTo("One two three");
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            expectOpen(client);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_who_never_closes_is_cut(boolean http10) {
        try (var gateway = TestGateway.with(FAILING).timing(cutAfter(A_MOMENT)).start();
                var client = http10 ? gateway.client().http10() : gateway.client()) {
            Answer answer = client.ask(QUESTION).answer();

            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            assertThat(answer.end()).isEqualTo(http10 ? Answer.End.RESET : Answer.End.CLOSED);
        }
    }

    @Test
    void nobody_else_waits_for_it() {
        var gateway = TestGateway.with(FAILING).timing(cutAfter(EVER)).records(1).start();
        try (gateway;
                var client = gateway.client()) {
            client.ask(QUESTION).until("\"request_id\"");

            await().until(() -> gateway.dify().openRuns() == 0);
            await().until(() -> gateway.gateway().openExchanges() == 0);
            gateway.gateway().close();

            assertThat(client.answer().end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    @Test
    void the_default_is_long_enough_and_soon_over() {
        assertThat(Timing.DEFAULT.cut()).isEqualTo(Duration.ofSeconds(2));
    }

    private static Timing cutAfter(Duration cut) {
        var usual = Timing.DEFAULT;
        return new Timing(usual.commit(), usual.keepAlive(), usual.body(), cut);
    }

    private static void expectOpen(RawClient client) {
        client.patience(A_MOMENT);
        assertThatThrownBy(client::answer)
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(SocketTimeoutException.class);
    }
}
