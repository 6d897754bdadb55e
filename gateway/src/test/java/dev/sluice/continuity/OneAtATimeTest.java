package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A chat is in one run at a time, whoever sends what at the same moment. */
@Timeout(120)
final class OneAtATimeTest {
    private static final int CLIENTS = 200;
    private static final String WAITING = "sluice_chats_waiting";
    private static final SimulatedApp SLOW =
            SimulatedApp.chat("app-a")
                    .saying("One", " two", " three")
                    .every(Duration.ofMillis(300));

    private static final Fault STALL = new Fault.PingsOnly(Duration.ofSeconds(1));

    @Test
    void two_hundred_turns_at_once_on_a_new_chat_are_one_conversation() throws Exception {
        var app = SimulatedApp.chat("app-a").saying("Well.");
        try (var gateway = TestGateway.with(app).historyNotSent().start();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> all =
                    IntStream.range(0, CLIENTS)
                            .<Callable<Integer>>mapToObj(i -> () -> untilAnswered(gateway, i))
                            .toList();

            List<Future<Integer>> refusals = clients.invokeAll(all);

            int refused = 0;
            for (Future<Integer> one : refusals) {
                refused += one.get();
            }
            assertThat(refused).as("more than eight waited").isPositive();
            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .satisfies(
                            one -> assertThat(one.queries()).doesNotHaveDuplicates().hasSize(200));
        }
    }

    /** How often it was told to come back later. */
    private static int untilAnswered(TestGateway gateway, int number) {
        var question = Question.to("a").header(FrontEnd.CHAT, "c1").saying("Question " + number);
        for (int refused = 0; ; refused++) {
            Answer answer = gateway.ask(question);
            if (answer.status() == 200) {
                return refused;
            }
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.diagnosis()).isEqualTo("CHAT-BUSY");
            assertThat(answer.header("retry-after")).isNotEmpty();
        }
    }

    @Test
    void runs_of_one_chat_never_overlap_and_come_in_order() {
        try (var gateway = TestGateway.with(SLOW).historyNotSent().start()) {
            var clients = new ArrayList<RawClient>();
            clients.add(begun(gateway, "Turn 0"));
            for (int i = 1; i < 4; i++) {
                clients.add(waiting(gateway, "Turn " + i, i));
            }

            var most = new AtomicInteger();
            await().until(() -> {
                most.accumulateAndGet(gateway.dify().openRuns(), Math::max);
                return gateway.gateway().openExchanges() == 0;
            });
            List<Answer> answers = clients.stream().map(RawClient::answer).toList();

            assertThat(most).hasValue(1);
            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.queries())
                                    .containsExactly("Turn 0", "Turn 1", "Turn 2", "Turn 3"));
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void other_chats_and_other_users_do_not_wait() {
        try (var gateway = TestGateway.of(SLOW.failing(STALL));
                var first = gateway.client().ask(question("One?"))) {
            await().until(() -> gateway.dify().openRuns() == 1);
            try (var same = gateway.client().ask(question("Two?"));
                    var user = gateway.client().ask(question("One?").header(FrontEnd.USER, "ada"));
                    var other =
                            gateway.client().ask(Question.to("a").header(FrontEnd.CHAT, "c2"))) {
                await().until(() -> gateway.dify().openRuns() == 3);
                assertThat(gateway.gateway().openExchanges()).isEqualTo(4);
                List.of(first, same, user, other).forEach(RawClient::leave);
            }
        }
    }

    @Test
    void who_leaves_while_it_waits_lets_the_next_one_in() {
        try (var gateway =
                        TestGateway.with(SLOW.every(Duration.ofSeconds(1)))
                                .historyNotSent()
                                .start();
                var first = begun(gateway, "One?");
                var second = waiting(gateway, "Two?", 1);
                var third = waiting(gateway, "Three?", 2)) {
            second.leave();
            await().until(() -> gateway.metric(WAITING) == 1);

            Answer last = third.answer();

            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(way(last)).isEqualTo("continued");
            assertThat(gateway.dify().runs())
                    .extracting(Run::query)
                    .containsExactly("One?", "Three?");
        }
    }

    @Test
    void a_client_that_leaves_lets_the_next_one_in_only_when_its_run_is_stopped() {
        try (var gateway = TestGateway.with(SLOW).historyNotSent().tapped().start()) {
            try (var first = gateway.client().ask(question("One?").streamed())) {
                first.until("One");
                first.leave();
            }
            Answer second = gateway.ask(question("Two?"));

            assertThat(second.status()).isEqualTo(200);
            assertThat(gateway.dify().conversations()).hasSize(1);
            assertThat(gateway.sentToDify()).containsSubsequence("One?", "/stop", "Two?");
        }
    }

    @Test
    void a_run_that_begins_after_its_client_has_left_is_stopped_before_the_next_one_begins() {
        var late = SLOW.failing(new Fault.LateHead(Duration.ofMillis(400)));
        try (var gateway = TestGateway.with(late).tapped().start()) {
            try (var first = gateway.client().ask(question("One?"))) {
                await().until(() -> gateway.dify().runs().size() == 1);
                first.leave();
            }
            Answer second = gateway.ask(question("Two?"));

            assertThat(second.status()).isEqualTo(200);
            assertThat(gateway.sentToDify()).containsSubsequence("One?", "/stop", "Two?");
        }
    }

    @Test
    void the_ninth_that_waits_is_told_to_come_back() {
        try (var gateway = TestGateway.of(SLOW.failing(STALL))) {
            var clients = new ArrayList<RawClient>();
            clients.add(begun(gateway, "Turn 0"));
            for (int i = 1; i <= 8; i++) {
                clients.add(waiting(gateway, "Turn " + i, i));
            }

            Answer tenth = gateway.ask(question("Turn 9"));

            assertThat(tenth.status()).isEqualTo(429);
            assertThat(tenth.diagnosis()).isEqualTo("CHAT-BUSY");
            clients.forEach(RawClient::leave);
            clients.forEach(RawClient::close);
        }
    }

    private static RawClient begun(TestGateway gateway, String text) {
        var client = gateway.client().ask(question(text));
        await().until(() -> gateway.dify().openRuns() == 1);
        return client;
    }

    private static RawClient waiting(TestGateway gateway, String text, int number) {
        var client = gateway.client().ask(question(text));
        await().until(() -> gateway.metric(WAITING) == number);
        return client;
    }

    private static Question question(String text) {
        return Question.to("a").header(FrontEnd.CHAT, "c1").saying(text);
    }
}
