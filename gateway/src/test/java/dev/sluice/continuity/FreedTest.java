package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.Timing;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.Scrape;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a request of a chat ends, the chat is free for the next. */
@Timeout(120)
final class FreedTest {
    private static final Duration LATE = Duration.ofMillis(400);
    private static final SimulatedApp WELL = SimulatedApp.chat("app-a").saying("Well.");
    private static final Question QUESTION =
            Question.to("a").header(FrontEnd.CHAT, "c1").saying("One?");

    /** Heads are held no longer than a moment. */
    private static final Timing EARLY =
            new Timing(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(20));

    private static Stream<Fault> faults() {
        return Stream.of(
                new Fault.HtmlPage(502),
                Fault.JsonError.tooManyRequests(),
                new Fault.WrongType("text/html"),
                new Fault.ResetAfterRequest(),
                new Fault.FailedRun(0, "no"),
                new Fault.FailedRun(1, "no"),
                new Fault.NoTerminal(),
                new Fault.Cut(300, Fault.Ending.RESET),
                new Fault.Cut(300, Fault.Ending.CLEAN),
                new Fault.StoppedElsewhere(0),
                new Fault.StayOpen());
    }

    private static Stream<Arguments> leaving() {
        return Stream.of(
                        WELL.failing(new Fault.LateHead(LATE)),
                        WELL.failing(new Fault.LateEvents(LATE)),
                        WELL.script(List.of(new Step.Text("Word"), new Step.Hold())),
                        WELL.script(List.of(new Step.Reasoning("Hm", false), new Step.Hold())),
                        WELL.tokens(2_000).every(Duration.ofMillis(10)))
                .flatMap(app ->
                        Stream.of(QUESTION, QUESTION.streamed())
                                .map(question -> Arguments.of(app, question)));
    }

    @ParameterizedTest
    @MethodSource("leaving")
    void a_client_that_leaves_frees_it(SimulatedApp app, Question question) {
        try (var gateway = TestGateway.with(app).timing(EARLY).start()) {
            try (var client = gateway.client().ask(question)) {
                await().until(() -> gateway.dify().runs().size() == 1);
                client.leave();
            }
            gateway.dify().app(WELL);

            assertThat(gateway.ask(QUESTION.saying("Two?")).status()).isEqualTo(200);
            expectNobody(gateway);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void an_upstream_that_fails_frees_it(Fault fault) {
        try (var gateway = TestGateway.of(WELL.failing(fault))) {
            gateway.ask(QUESTION.streamed());
            gateway.ask(QUESTION);
            gateway.dify().app(WELL);

            assertThat(gateway.ask(QUESTION.saying("Two?")).status()).isEqualTo(200);
            expectNobody(gateway);
        }
    }

    @Test
    void an_answer_that_is_whole_is_so_in_every_form_before_the_next_begins() {
        var open = WELL.failing(new Fault.StayOpen());
        try (var gateway = TestGateway.with(open).historyNotSent().start();
                var old = gateway.client().http10()) {
            Answer first = old.ask(QUESTION.streamed()).answer();
            Answer second = gateway.ask(QUESTION.saying("Two?").streamedWithUsage());
            Answer third = gateway.ask(QUESTION.saying("Three?"));

            assertThat(List.of(first, second)).allMatch(answer -> answer.events().isDone());
            assertThat(second.events().data().get(second.events().data().size() - 2))
                    .contains("\"usage\":{");
            assertThat(List.of(way(first), way(second), way(third)))
                    .containsExactly("new", "continued", "continued");
            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @Test
    void a_gateway_that_closes_tells_all_who_wait_and_forgets_that_they_did() {
        var stalled = WELL.failing(new Fault.PingsOnly(Duration.ofSeconds(1)));
        try (var gateway = TestGateway.with(stalled).drain(Duration.ofMillis(200)).start()) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 9; i++) {
                int begun = i + 1;
                clients.add(gateway.client().ask(QUESTION.saying("Turn " + i)));
                await().until(() -> gateway.gateway().openExchanges() == begun);
            }

            gateway.restart();

            assertThat(clients)
                    .extracting(client -> client.answer().diagnosis())
                    .containsOnly("GATE-DRAINING");
            assertThat(gateway.dify().runs()).hasSize(1);
            gateway.dify().app(WELL);
            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void a_client_that_leaves_while_a_lost_conversation_is_replaced_frees_it() {
        var flow = SimulatedApp.chatflow("app-a").saying("Well.").every(Duration.ofMillis(50));
        try (var gateway = TestGateway.of(flow)) {
            FrontEnd chat = FrontEnd.chatting(gateway, "a", "c1");
            chat.says("One?");
            gateway.dify().forgetConversations();
            gateway.dify().app(flow.failing(new Fault.LateEvents(LATE)));
            try (var client =
                    gateway.client().ask(QUESTION.after("One?", "Well.").saying("Two?"))) {
                await().until(() -> gateway.dify().runs().size() == 3);
                client.leave();
            }
            gateway.dify().app(flow);

            assertThat(chat.says("Three?").status()).isEqualTo(200);
        }
    }

    private static void expectNobody(TestGateway gateway) {
        try (var client = gateway.client()) {
            await().until(() ->
                    Scrape.of(client.get("/metrics").answer().body()).sum("sluice_chats_open")
                            == 0);
        }
    }
}
