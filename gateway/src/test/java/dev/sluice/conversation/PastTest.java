package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is remembered of a conversation shows whether a request goes on with it. */
final class PastTest {
    private static final AnswerDigest ANSWER = AnswerDigest.of("The Andes.");
    private static final ChatKey NAMED = new ChatKey("t", "c", "app", "", "chat", "m");
    private static final ChatKey OF_A_USER = new ChatKey("t", "c", "app", "ann", "", "m");
    private static final ChatKey OF_NOBODY = new ChatKey("t", "c", "app", "", "", "m");

    /** Sent with all that was said: by the user first, then in turns. */
    private static Past after(String... said) {
        return Past.of(turns(said), ANSWER, "");
    }

    private static Turns turns(String... said) {
        return Turns.of(messages(said));
    }

    private static List<Message> messages(String... said) {
        var messages = new ArrayList<Message>();
        for (String text : said) {
            messages.add(
                    messages.size() % 2 == 0
                            ? new Message.User(text)
                            : new Message.Assistant(text));
        }
        return messages;
    }

    /** Each text with the first letter of who says it: {@code u} or {@code a}. */
    private static Turns roles(String... said) {
        return Turns.of(
                Stream.of(said)
                        .<Message>map(text ->
                                text.startsWith("u")
                                        ? new Message.User(text.substring(1))
                                        : new Message.Assistant(text.substring(1)))
                        .toList());
    }

    private static Fit fit(Past past, Turns shown) {
        return past.fit(shown, NAMED, true);
    }

    @Test
    void the_next_turn_after_all_that_was_said_goes_on() {
        Past one = after("One?");
        Turns shown = turns("One?", "The Andes.", "Two?");
        Past two = one.next(shown, ANSWER, "");

        assertThat(fit(one, shown)).isEqualTo(Fit.EXACT);
        assertThat(fit(two, turns("One?", "The Andes.", "Two?", "The Andes.", "Three?")))
                .isEqualTo(Fit.EXACT);
        assertThat(two.turns()).isEqualTo(2);
    }

    @Test
    void the_newest_turn_is_not_compared_and_all_before_it_are() {
        Past two = after("One?", "The Andes.", "Two?");

        assertThat(fit(two, turns("One?", "x", "Wrapped two?", "The Andes.", "Three?")))
                .isEqualTo(Fit.WHOLE);
        assertThat(fit(two, turns("Uno?", "x", "Two?", "The Andes.", "Three?")))
                .isEqualTo(Fit.NONE);
    }

    @Test
    void another_question_with_the_same_answer_is_another_persons_where_nobody_is_named() {
        Past one = after("Hello, my account is 4711.");
        Turns shown = turns("Hello!", "The Andes.", "What is my account?");

        assertThat(one.fit(shown, OF_NOBODY, true)).isEqualTo(Fit.NONE);
        assertThat(one.fit(shown, OF_A_USER, true)).isEqualTo(Fit.NONE);
        assertThat(one.fit(shown, NAMED, true)).isEqualTo(Fit.WHOLE);
        assertThat(one.fit(shown, NAMED, false)).isEqualTo(Fit.NONE);
    }

    @Test
    void a_question_that_ends_as_what_was_sent_is_the_same() {
        Past one = after("What was found:\n<source>x</source>\n\nHow long?\n  And how high? \n");
        Turns bare = turns("How long?\nAnd how high?", "The Andes.", "Two?");
        Turns cut = turns("long? And how high?", "The Andes.", "Two?");

        for (ChatKey key : List.of(NAMED, OF_A_USER)) {
            assertThat(one.fit(bare, key, false)).isEqualTo(Fit.WHOLE);
            assertThat(one.fit(cut, key, false)).isEqualTo(Fit.NONE);
        }
        assertThat(one.fit(bare, OF_NOBODY, false)).isEqualTo(Fit.NONE);
    }

    @Test
    void where_nobody_is_named_instructions_and_inputs_must_be_equal_too() {
        Past one = Past.of(instructed("Customer is Ann.", "Hi"), ANSWER, "");
        Turns anns = instructed("Customer is Ann.", "Hi", "The Andes.", "Two?");
        Turns bos = instructed("Customer is Bo.", "Hi", "The Andes.", "Two?");
        Turns others = Turns.of(messages("Hi", "The Andes.", "Two?"), "{\"customer\":\"Bo\"}");

        assertThat(one.fit(anns, OF_NOBODY, true)).isEqualTo(Fit.EXACT);
        assertThat(one.fit(bos, OF_NOBODY, true)).isEqualTo(Fit.NONE);
        assertThat(after("Hi").fit(others, OF_NOBODY, true)).isEqualTo(Fit.NONE);
        assertThat(one.fit(bos, OF_A_USER, true)).isEqualTo(Fit.EXACT);
    }

    @Test
    void another_answer_or_another_number_of_turns_does_not_go_on() {
        Past two = after("One?", "The Andes.", "Two?");

        assertThat(fit(two, turns("One?", "x", "Two?", "The Alps.", "Three?"))).isEqualTo(Fit.NONE);
        assertThat(fit(two, turns("One?", "The Andes.", "Two?"))).isEqualTo(Fit.NONE);
        assertThat(fit(two, turns("One?", "x", "2?", "x", "3?", "The Andes.", "4?")))
                .isEqualTo(Fit.NONE);
    }

    @Test
    void a_lone_question_goes_on_with_nothing() {
        assertThat(fit(after("One?"), turns("Two?"))).isEqualTo(Fit.NONE);
        assertThat(fit(after("One?", "x", "Two?"), turns("Two?"))).isEqualTo(Fit.NONE);
    }

    @Test
    void a_trimmed_answer_is_enough_where_a_chat_is_named_and_nowhere_else() {
        var spoken = "The Andes are the longest range of mountains on land, and the driest too.";
        Past one = Past.of(turns("One?"), AnswerDigest.of(spoken), "");
        Turns trimmed = turns("One?", spoken.substring(0, 60), "Two?");
        Turns whole = turns("One?", " " + spoken + "\n", "Two?");

        assertThat(fit(one, trimmed)).isEqualTo(Fit.START);
        assertThat(one.fit(trimmed, OF_A_USER, true)).isEqualTo(Fit.NONE);
        assertThat(one.fit(whole, OF_A_USER, true)).isEqualTo(Fit.EXACT);
        assertThat(one.fit(whole, OF_NOBODY, true)).isEqualTo(Fit.EXACT);
    }

    @Test
    void turns_told_one_by_one_are_remembered_as_turns_told_together() {
        Past alone = after("One?").next(turns("Two?"), ANSWER, "").next(turns("3?"), ANSWER, "");
        Past together = after("One?", "x", "Two?", "x", "3?");

        assertThat(alone.earlier()).isEqualTo(together.earlier());
        assertThat(fit(alone, turns("One?", "x", "Two?", "x", "3?", "The Andes.", "4?")))
                .isEqualTo(Fit.EXACT);
    }

    @Test
    void instructions_are_told_again_when_they_change_and_not_when_they_are_left_out() {
        Past first = Past.of(instructed("It is 8:00.", "One?"), ANSWER, "");
        Turns same = instructed(" It  is\n8:00.", "One?", "The Andes.", "Two?");
        Turns other = instructed("It is 8:01.", "One?", "The Andes.", "Two?");
        Turns none = turns("One?", "The Andes.", "Two?");
        Past before = new Past(1, "", first.last(), ANSWER, "", "", "", "");

        assertThat(first.hasOtherInstructions(same)).isFalse();
        assertThat(first.hasOtherInstructions(other)).isTrue();
        assertThat(first.hasOtherInstructions(none)).isFalse();
        assertThat(after("One?").hasOtherInstructions(other)).isTrue();
        assertThat(before.hasOtherInstructions(other)).isFalse();
        assertThat(first.next(other, ANSWER, "").hasOtherInstructions(other)).isFalse();
        assertThat(first.next(none, ANSWER, "").hasOtherInstructions(same)).isFalse();
        assertThat(first.next(none, ANSWER, "").hasOtherInstructions(other)).isTrue();
    }

    private static Turns instructed(String instructions, String... said) {
        var all = new ArrayList<Message>();
        all.add(new Message.Instruction(instructions));
        all.addAll(messages(said));
        return Turns.of(all);
    }

    @Test
    void moving_words_between_turns_makes_other_turns() {
        Past two = after("One? Two?", "x", "Three?");

        assertThat(fit(two, turns("One?", "x", "Two? Three?", "The Andes.", "Four?")))
                .isEqualTo(Fit.NONE);
    }

    @Test
    void a_window_of_the_last_messages_goes_on_by_two_turns_or_in_a_chat_of_a_name_by_one() {
        Past four = after("1?", "A.", "2?", "B.", "3?", "C.", "4?");
        Turns two = turns("3?", "C.", "4?", "The Andes.", "5?");
        Turns one = turns("4?", "The Andes.", "5?");

        assertThat(fit(four, two)).isEqualTo(Fit.TRIMMED);
        assertThat(four.fit(two, OF_A_USER, true)).isEqualTo(Fit.TRIMMED);
        assertThat(four.fit(two, OF_NOBODY, true)).isEqualTo(Fit.NONE);
        assertThat(fit(four, one)).isEqualTo(Fit.TRIMMED);
        assertThat(four.fit(one, OF_A_USER, true)).isEqualTo(Fit.NONE);
        assertThat(fit(four, roles("aC.", "u4?", "aThe Andes.", "u5?"))).isEqualTo(Fit.TRIMMED);
    }

    @Test
    void what_is_no_end_of_it_is_no_window_of_it() {
        Past four = after("1?", "A.", "2?", "B.", "3?", "C.", "4?");

        assertThat(fit(four, turns("3?", "X.", "4?", "The Andes.", "5?"))).isEqualTo(Fit.NONE);
        assertThat(fit(four, turns("2?", "B.", "4?", "The Andes.", "5?"))).isEqualTo(Fit.NONE);
        assertThat(fit(four, turns("3?", "C.", "4?", "The Alps.", "5?"))).isEqualTo(Fit.NONE);
        assertThat(fit(four, turns("1?", "A.", "2?", "B.", "5?"))).isEqualTo(Fit.NONE);
    }

    @Test
    void a_window_that_slides_goes_on_for_ever_and_the_whole_history_still_does() {
        Past past = after("0?");
        var said = new ArrayList<>(List.of("0?", "The Andes."));
        for (int turn = 1; turn < 60; turn++) {
            said.add(turn + "?");
            int from = Math.max(0, said.size() - 5);
            Turns window = turns(said.subList(from, said.size()).toArray(String[]::new));
            assertThat(past.fit(window, OF_A_USER, true)).as("turn " + turn).isNotEqualTo(Fit.NONE);
            past = past.next(window, ANSWER, "");
            said.add("The Andes.");
        }
        said.add("And?");

        assertThat(past.turns()).isEqualTo(60);
        assertThat(past.fit(turns(said.toArray(String[]::new)), OF_NOBODY, true))
                .isEqualTo(Fit.EXACT);
        assertThat(past.recent()).hasSizeLessThan(900);
    }

    @Test
    void two_questions_after_a_failure_go_on() {
        Past one = after("1?");

        assertThat(fit(one, roles("u1?", "aThe Andes.", "u2?", "u3?"))).isEqualTo(Fit.EXACT);
        assertThat(one.next(roles("u1?", "aThe Andes.", "u2?", "u3?"), ANSWER, "").turns())
                .isEqualTo(3);
    }

    @Test
    void an_answer_that_broke_off_may_be_left_out_in_a_chat_of_a_name() {
        Past broken = Past.of(turns("1?"), ANSWER.unfinished(), "");
        Turns without = roles("u1?", "u2?");

        assertThat(fit(broken, without)).isEqualTo(Fit.START);
        assertThat(broken.leavesAnswerOut(without)).isTrue();
        assertThat(broken.fit(without, OF_A_USER, true)).isEqualTo(Fit.NONE);
        assertThat(fit(broken, roles("u0?", "u2?"))).isEqualTo(Fit.NONE);
        assertThat(fit(after("1?"), without)).isEqualTo(Fit.NONE);
        assertThat(fit(broken, turns("1?", "The Andes.", "2?"))).isEqualTo(Fit.START);
    }

    @Test
    void an_answer_to_be_gone_on_with_is_no_question() {
        Turns open = turns("1?", "The Andes.");

        assertThat(fit(after("1?"), open)).isEqualTo(Fit.NONE);
        assertThat(open.open()).isEqualTo("The Andes.");
        assertThat(turns("1?", "A.", "2?").open()).isEmpty();
    }

    @Test
    void a_request_without_a_question_goes_on_with_nothing() {
        var system = Turns.of(List.of(new Message.Instruction("Be kind.")));

        assertThat(fit(after("One?"), system)).isEqualTo(Fit.NONE);
        assertThat(Past.of(system, ANSWER, "").turns()).isZero();
        assertThat(fit(Past.of(system, ANSWER, ""), turns("One?"))).isEqualTo(Fit.NONE);
    }

    @Test
    void what_was_remembered_before_goes_on_by_what_it_knows() {
        Past now = after("One?", "x", "Two?");
        var answer = new AnswerDigest(ANSWER.start(), "");
        var before = new Past(2, now.earlier(), now.last(), answer, "", "", "", "");

        assertThat(fit(before, turns("One?", "x", "Two?", "The Andes.", "3?")))
                .isEqualTo(Fit.START);
        assertThat(fit(before, turns("Two?", "The Andes.", "3?"))).isEqualTo(Fit.NONE);
    }

    @Test
    void a_call_of_a_tool_is_no_answer() {
        var messages =
                List.<Message>of(
                        new Message.User("1?"),
                        new Message.Assistant(""),
                        new Message.ToolResult("", "result"),
                        new Message.Assistant("The Andes."),
                        new Message.User("2?"));

        assertThat(Turns.of(messages)).isEqualTo(turns("1?", "The Andes.", "2?"));
    }

    @Test
    void no_words_are_remembered() {
        assertThat(after("Aconcagua?", "Ojos", "Pissis?").toString())
                .doesNotContain("Aconcagua", "Ojos", "Pissis", "Andes");
    }
}
