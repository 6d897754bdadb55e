package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.Quirk;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A conversation that is not in Dify any more keeps no chat from going on, whatever its age. */
final class LostConversationTest {
    /** A chatflow of 1.13 and 1.14 shows only pings for so long before it is not waited for. */
    private static final Duration A_HANG = Duration.ofSeconds(40);

    /** Longer than such a chatflow is waited for without looking. */
    private static final List<Step> BUSY =
            List.of(
                    new Step.Pings(Duration.ofSeconds(1), Duration.ofSeconds(23)),
                    new Step.Started(),
                    new Step.Text("Late."),
                    new Step.End());

    static Stream<Arguments> everyAge() {
        return Stream.of(Mode.CHAT, Mode.AGENT_CHAT, Mode.ADVANCED_CHAT)
                .flatMap(mode ->
                        Arrays.stream(Profile.values())
                                .filter(age -> !hangs(mode, age))
                                .map(age -> Arguments.of(mode, age)));
    }

    private static boolean hangs(Mode mode, Profile age) {
        return mode == Mode.ADVANCED_CHAT
                && age.compareTo(Profile.V1_13_0) >= 0
                && age.compareTo(Profile.V1_14) <= 0;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("everyAge")
    void a_deleted_one_is_replaced_by_one_that_is_told_all(Mode mode, Profile age) {
        try (var gateway = gateway(app(mode).profile(age))) {
            expectReseeded(gateway);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_that_only_pings_is_given_up_after_twenty_seconds() {
        var app = app(Mode.ADVANCED_CHAT).profile(Profile.V1_14);
        try (var gateway = gateway(app)) {
            FrontEnd chat = chat(gateway);
            chat.says("One?");
            gateway.dify().forgetConversations();

            Answer second = chat.patiently(A_HANG).says("Two?");

            assertThat(way(second)).isEqualTo("reseeded");
            assertThat(second.header("x-sluice-attempts")).isEqualTo("2");
            // A reset, when a ping was under way.
            assertThat(gateway.dify().runs().get(1).outcome())
                    .isIn(Run.Outcome.CLOSED_BY_PEER, Run.Outcome.RESET_BY_PEER);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_busy_dify_that_only_pings_has_lost_none() {
        // 1.14 is asked whether it is still there, 1.15 does not hang.
        var hanging = SimulatedApp.chatflow("app-old").profile(Profile.V1_14).saying("Well.");
        var cured = SimulatedApp.chatflow("app-new").profile(Profile.V1_15).saying("Well.");
        try (var gateway = TestGateway.of(hanging, cured);
                var old = gateway.client().patience(A_HANG);
                var young = gateway.client().patience(A_HANG)) {
            FrontEnd.chatting(gateway, "old", "c1").says("One?");
            FrontEnd.chatting(gateway, "new", "c1").says("One?");
            gateway.dify().app(hanging.script(BUSY));
            gateway.dify().app(cured.script(BUSY));
            var second = Question.to("old").header(FrontEnd.CHAT, "c1").after("One?", "Well.");
            old.ask(second.saying("Two?"));
            young.ask(
                    Question.to("new")
                            .header(FrontEnd.CHAT, "c1")
                            .after("One?", "Well.")
                            .saying("Two?"));

            for (Answer answer : List.of(old.answer(), young.answer())) {
                assertThat(FrontEnd.content(answer)).isEqualTo("Late.");
                assertThat(way(answer)).isEqualTo("continued");
                assertThat(answer.header("x-sluice-attempts")).isEqualTo("1");
            }
            assertThat(gateway.dify().runs()).hasSize(4);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "AGENT_CHAT", "ADVANCED_CHAT", "AGENT"})
    void one_that_has_ended_is_replaced(Mode mode) {
        try (var gateway = gateway(app(mode))) {
            FrontEnd chat = chat(gateway);
            Answer first = chat.says("One?");
            gateway.dify().completeConversation(first.header("x-dify-conversation-id"));

            Answer second = chat.says("Two?");

            assertThat(second.status()).isEqualTo(200);
            assertThat(way(second)).isEqualTo("reseeded");
            assertThat(second.header("x-conversation-reset")).isEqualTo("true");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_new_one_that_comes_in_its_place_unasked_is_stopped_and_told_all_instead() {
        var app = app(Mode.ADVANCED_CHAT).every(Duration.ofMillis(50));
        try (var gateway = gateway(app)) {
            FrontEnd chat = chat(gateway);
            chat.says("One?");
            gateway.dify().forgetConversations();

            Answer second = chat.says("Two?");

            assertThat(way(second)).isEqualTo("reseeded");
            await().until(() -> gateway.dify().stops().size() == 1);
            assertThat(gateway.dify().stops())
                    .containsExactly(gateway.dify().runs().get(1).taskId());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_new_one_that_was_told_all_there_is_stays() {
        var app = app(Mode.ADVANCED_CHAT);
        try (var gateway = TestGateway.with(app).historyNotSent().start()) {
            var question = Question.to("a").header("X-Session-Id", "s1");
            gateway.ask(question.saying("One?"));
            gateway.dify().forgetConversations();

            Answer second = gateway.ask(question.saying("Two?"));
            Answer third = gateway.ask(question.saying("Three?"));

            assertThat(List.of(way(second), way(third))).containsExactly("reseeded", "continued");
            assertThat(gateway.dify().runs()).hasSize(3);
            assertThat(queries(gateway)).containsExactly("Two?", "Three?");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_new_one_behind_a_turn_that_broke_off_is_told_that_turn_too() {
        var app = app(Mode.ADVANCED_CHAT);
        try (var gateway = gateway(app.failing(new Fault.FailedRun(1, "no luck")))) {
            var question = Question.to("a").header(FrontEnd.CHAT, "c1");
            gateway.ask(question.saying("My name is Zoe.").streamed());
            gateway.dify().app(app);
            gateway.dify().forgetConversations();

            Answer second = gateway.ask(question.after("My name is Zoe.").saying("Two?"));

            assertThat(way(second)).isEqualTo("reseeded");
            assertThat(queries(gateway))
                    .containsExactly("Two?", "User: My name is Zoe.\n\nUser: Two?");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(names = {"CHAT", "ADVANCED_CHAT"})
    void one_that_the_client_itself_names_is_a_failure_it_is_told(Mode mode) {
        try (var gateway = gateway(app(mode))) {
            Answer first = gateway.ask(Question.to("a"));
            String gone = first.header("x-dify-conversation-id");
            gateway.dify().forgetConversations();

            Answer second =
                    gateway.ask(Question.to("a").with("\"conversation_id\":\"" + gone + '"'));

            assertThat(second.status()).isEqualTo(404);
            assertThat(second.diagnosis()).isEqualTo("DIFY-CONVERSATION-GONE");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_that_is_told_to_have_ended_though_it_is_gone_is_replaced() {
        var app = app(Mode.CHAT).quirks(Quirk.UNKNOWN_CONVERSATION_IS_COMPLETED);
        try (var gateway = gateway(app)) {
            expectReseeded(gateway);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_whose_run_could_not_begin_is_not_lost() {
        try (var gateway = gateway(app(Mode.ADVANCED_CHAT))) {
            FrontEnd chat = chat(gateway);
            chat.says("One?");
            var failing = new Step.NeverBegan("The model is gone.");
            gateway.dify().app(app(Mode.ADVANCED_CHAT).script(List.of(failing)));
            Answer failed = chat.asks("Two?", "");
            gateway.dify().app(app(Mode.ADVANCED_CHAT));

            Answer again = chat.says("Two?");

            assertThat(failed.diagnosis()).isEqualTo("RUN-FAILED");
            assertThat(failed.header("x-sluice-attempts")).isEqualTo("1");
            assertThat(way(again)).isEqualTo("continued");
        }
    }

    private static void expectReseeded(TestGateway gateway) {
        FrontEnd chat = chat(gateway);
        chat.says("One?");
        gateway.dify().forgetConversations();

        Answer second = chat.says("Two?");
        Answer third = chat.says("Three?");

        assertThat(second.status()).isEqualTo(200);
        assertThat(List.of(way(second), way(third))).containsExactly("reseeded", "continued");
        assertThat(second.header("x-conversation-reset")).isEqualTo("true");
        assertThat(gateway.dify().conversations())
                .filteredOn(one -> one.queries().size() == 2)
                .extracting(Conversation::queries)
                .containsExactly(List.of("User: One?\n\nAssistant: Well.\n\nUser: Two?", "Three?"));
    }

    private static List<String> queries(TestGateway gateway) {
        return gateway.dify().conversations().stream()
                .flatMap(conversation -> conversation.queries().stream())
                .toList();
    }

    private static FrontEnd chat(TestGateway gateway) {
        return FrontEnd.chatting(gateway, "a", "c1");
    }

    private static SimulatedApp app(Mode mode) {
        return SimulatedApp.of("app-a", mode).saying("Well.");
    }

    private static TestGateway gateway(SimulatedApp app) {
        return TestGateway.with(app).unnamed(mode(app)).start();
    }

    /** What servers do not tell before 1.4. */
    private static String mode(SimulatedApp app) {
        return app.mode().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
