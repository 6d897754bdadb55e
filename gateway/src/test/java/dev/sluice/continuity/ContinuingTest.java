package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a front end sends decides whether its chat goes on where it was, or begins anew. */
final class ContinuingTest {
    private static final String SPOKEN =
            "The Andes are the longest range of mountains on land, and Aconcagua is their highest.";
    private static final SimulatedApp GUIDE =
            SimulatedApp.chat("app-guide").named("guide").saying(SPOKEN);

    private TestGateway gateway = TestGateway.of();

    @BeforeEach
    void open() {
        gateway.close();
        gateway = TestGateway.of(GUIDE);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_chat_goes_on_in_its_conversation_with_its_newest_turns_alone() {
        FrontEnd chat = chat();

        Answer first = chat.says("Which range is the longest?");
        Answer second = chat.says("And the highest?");
        Answer third = chat.says("Thanks.");

        assertThat(List.of(way(first), way(second), way(third)))
                .containsExactly("new", "continued", "continued");
        assertThat(conversations()).hasSize(1);
        assertThat(conversations().getFirst().queries())
                .containsExactly("Which range is the longest?", "And the highest?", "Thanks.");
        assertThat(third.header("x-dify-conversation-id"))
                .isEqualTo(first.header("x-dify-conversation-id"))
                .isEqualTo(conversations().getFirst().id());
    }

    @Test
    void a_streamed_chat_goes_on_too() {
        FrontEnd chat = chat();

        Answer first = chat.says("One?", "One?");
        Answer second = chat.says("Two?", "Two?");

        assertThat(first.events().isDone()).isTrue();
        assertThat(List.of(way(first), way(second))).containsExactly("new", "continued");
        assertThat(conversations()).hasSize(1);
    }

    @Test
    void a_client_that_is_set_to_send_no_history_goes_on_too() {
        var question = Question.to("guide").header("X-Session-Id", "s1");
        try (var silent = TestGateway.with(GUIDE).historyNotSent().start()) {
            silent.ask(question.saying("One?"));
            silent.ask(question.saying("Two?"));
            Answer third = silent.ask(question.saying("Three?"));

            assertThat(way(third)).isEqualTo("continued");
            assertThat(silent.dify().conversations())
                    .extracting(Conversation::queries)
                    .containsExactly(List.of("One?", "Two?", "Three?"));
        }
    }

    @Test
    void a_clock_that_is_set_back_takes_no_turn_away() {
        var hour = new AtomicLong(500_000);
        InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofHours(hour.getAndDecrement()));
        var app = SimulatedApp.chat("app-guide").named("guide").saying(SPOKEN);
        try (var backward = TestGateway.with(app).clock(clock).start()) {
            FrontEnd chat = FrontEnd.chatting(backward, "guide", "c1");
            chat.says("One?");
            chat.says("Two?");

            Answer third = chat.says("Three?");

            assertThat(way(third)).isEqualTo("continued");
        }
    }

    @Test
    void a_question_without_history_begins_a_conversation_each_time() {
        var question = Question.to("guide").header("X-Session-Id", "s1");

        gateway.ask(question.saying("One?"));
        Answer other = gateway.ask(question.saying("Two?"));
        Answer again = gateway.ask(question.saying("One?"));

        assertThat(List.of(way(other), way(again))).containsOnly("new");
        assertThat(conversations()).hasSize(3);
    }

    @Test
    void a_client_that_begins_to_send_history_is_understood() {
        var question = Question.to("guide").header(FrontEnd.CHAT, "c1");
        try (var silent = TestGateway.with(GUIDE).historyNotSent().start()) {
            silent.ask(question.saying("One?"));
            silent.ask(question.saying("Two?"));
            Answer third =
                    silent.ask(question.after("One?", SPOKEN, "Two?", SPOKEN).saying("Three?"));
            Answer edited = silent.ask(question.after("Uno?", SPOKEN).saying("Two?"));

            assertThat(List.of(way(third), way(edited))).containsExactly("continued", "reseeded");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The Andes are the longest range of mountains on land",
                "  The **Andes** are the longest\\nrange of mountains on land, ...",
                "<think>Mountains, then.</think>" + SPOKEN,
                "<details type=\\\"reasoning\\\" done=\\\"true\\\" duration=\\\"2\\\">\\n<summary>Thought"
                        + "</summary>\\n> Mountains.\\n</details>\\n"
                        + SPOKEN
            })
    void an_answer_that_was_trimmed_or_decorated_is_the_same(String kept) {
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.keeping(1, kept).says("Two?");

        assertThat(way(second)).isEqualTo("continued");
    }

    @Test
    void a_turn_that_is_wrapped_only_while_it_is_new_does_not_begin_anew() {
        FrontEnd chat = chat();
        chat.says("One?", "### Task: Answer with the context. <context>Peaks</context> One?");
        chat.says("Two?", "### Task: Answer with the context. <context>Lakes</context> Two?");

        Answer third =
                chat.says("Three?", "### Task: Use <chat_history> of <context>x</context> Three?");

        assertThat(way(third)).isEqualTo("continued");
        assertThat(conversations()).hasSize(1);
        assertThat(conversations().getFirst().queries().getLast()).endsWith("Three?");
    }

    @Test
    void white_space_is_no_other_turn() {
        FrontEnd chat = chat();
        chat.says("One   and\\ntwo?");
        chat.says("Three?");

        Answer third = chat.keeping(0, " One and two? ").says("Four?");

        assertThat(way(third)).isEqualTo("continued");
    }

    @Test
    void an_answer_that_is_asked_for_again_begins_anew_with_the_history() {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");

        gateway.dify().app(GUIDE.saying("It is the Andes."));
        Answer again = chat.backTo(2).says("Two?");
        Answer third = chat.says("Three?");

        assertThat(way(again)).isEqualTo("reseeded");
        assertThat(way(third)).isEqualTo("continued");
        assertThat(conversations()).hasSize(2);
        assertThat(conversations().getLast().queries())
                .containsExactly("User: One?\n\nAssistant: " + SPOKEN + "\n\nUser: Two?", "Three?");
    }

    @Test
    void two_conversations_that_are_equal_to_the_end_are_gone_on_with_in_a_third() {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");
        chat.backTo(2).says("Two?");

        Answer third = chat.says("Three?");
        Answer fourth = chat.says("Four?");

        assertThat(List.of(way(third), way(fourth))).containsExactly("reseeded", "continued");
        assertThat(conversations()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "0, Uno?",
        "1, The Alps are what you mean and they are in Europe to be sure.",
        "2, Dos?"
    })
    void what_was_said_otherwise_begins_anew(int message, String other) {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");
        chat.says("Three?");

        Answer next = chat.keeping(message == 1 ? 5 : message, other).says("Four?");

        assertThat(way(next)).isEqualTo("reseeded");
    }

    @Test
    void another_branch_begins_anew_and_so_does_the_way_back() {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");
        String answer = chat.kept(3);

        Answer branch = chat.backTo(2).says("Other two?");
        Answer back = chat.backTo(2).says("Two?");
        Answer gap = chat.keeping(3, answer).backTo(2).says("Five?");

        assertThat(List.of(way(branch), way(back), way(gap))).containsOnly("reseeded");
    }

    @Test
    void a_first_question_that_is_changed_twice_begins_anew_twice() {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");

        Answer changed = chat.backTo(0).says("Uno?");
        Answer again = chat.backTo(0).says("Eins?");

        assertThat(List.of(way(changed), way(again))).containsOnly("new");
        assertThat(conversations()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes.",
                "\u4f60\u597d\uff01\u5b89\u7b2c\u65af\u5c71\u8109\u6700\u957f\u3002",
                "\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645",
                "\ud83d\udc4d\ud83c\udffd",
                "```int a = 1;``` is what you want.",
                "![image](https://far.example/cat.png?sign=1) A cat.",
                "In <think> a model tells what it thinks.",
                "Intro. <think>plan B</think>Final.",
                "<think>Hm, and no end",
                "<think>Hm.</think>\n\n  Yes."
            })
    void whatever_an_answer_begins_with_it_is_known_again(String answer) {
        gateway.dify().app(GUIDE.saying(answer));
        FrontEnd whole = chat();
        FrontEnd streamed = FrontEnd.chatting(gateway, "guide", "c2");
        whole.says("One?");
        streamed.says("One?", "One?");

        assertThat(way(whole.says("Two?"))).isEqualTo("continued");
        assertThat(way(streamed.says("Two?", "Two?"))).isEqualTo("continued");
    }

    @Test
    void a_turn_that_was_answered_with_nothing_is_told_once() {
        gateway.dify().app(GUIDE.saying(""));
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.says("Two?");

        assertThat(way(second)).isEqualTo("continued");
        assertThat(conversations().getFirst().queries()).containsExactly("One?", "Two?");
    }

    @Test
    void an_answer_that_dify_replaced_is_known_by_what_its_reader_has_seen_of_it() {
        List<Step> moderated =
                List.of(new Step.Text(SPOKEN), new Step.Replace("I will not."), new Step.End());
        gateway.dify().app(GUIDE.script(moderated));
        FrontEnd whole = chat();
        FrontEnd streamed = FrontEnd.chatting(gateway, "guide", "c2");
        whole.says("One?");
        streamed.says("One?", "One?");

        assertThat(way(whole.says("Two?"))).isEqualTo("continued");
        assertThat(way(streamed.says("Two?", "Two?"))).isEqualTo("continued");
    }

    @Test
    void side_requests_are_no_turns_of_the_chat() {
        FrontEnd chat = chat();
        chat.says("One?");

        for (String about : List.of("title", "tags", "follow-ups")) {
            var asked =
                    "### Task:\\nSuggest a %s.\\n<chat_history>USER: One?</chat_history>"
                            .formatted(about);
            Answer side = new FrontEnd(gateway, blank()).asks(asked, "");
            assertThat(way(side)).isEqualTo("new");
        }
        Answer second = chat.says("Two?");

        assertThat(way(second)).isEqualTo("continued");
        assertThat(conversations())
                .filteredOn(conversation -> conversation.queries().contains("One?"))
                .singleElement()
                .satisfies(own -> assertThat(own.queries()).containsExactly("One?", "Two?"));
    }

    @Test
    void a_conversation_that_the_client_names_leaves_its_chat_where_it_was() {
        FrontEnd chat = chat();
        Answer first = chat.says("One?");
        String other = gateway.ask(Question.to("guide")).header("x-dify-conversation-id");

        Answer named = chat.asks("Two?", "\"conversation_id\":\"" + other + '"');
        Answer second = chat.says("Two?");

        assertThat(named.header("x-dify-conversation-id")).isEqualTo(other);
        assertThat(way(second)).isEqualTo("continued");
        assertThat(second.header("x-dify-conversation-id"))
                .isEqualTo(first.header("x-dify-conversation-id"));
    }

    private FrontEnd chat() {
        return new FrontEnd(gateway, blank());
    }

    private static Question blank() {
        return Question.to("guide").header(FrontEnd.CHAT, "c1");
    }

    private List<Conversation> conversations() {
        return gateway.dify().conversations();
    }
}
