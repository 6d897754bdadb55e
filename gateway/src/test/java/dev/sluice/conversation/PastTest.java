package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Message;
import dev.sluice.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of a chat tells whether a request is its next turn. */
final class PastTest {
    private static final String ANSWER = AnswerStart.of("The Andes.");

    /** Told with all that was said: by the user first, then in turns. */
    private static Past after(String... said) {
        return Past.of(turns(said), ANSWER);
    }

    private static Turns turns(String... said) {
        var messages = new ArrayList<Message>();
        for (String text : said) {
            messages.add(new Message(messages.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
        }
        return Turns.of(messages);
    }

    @Test
    void the_next_turn_after_all_that_was_said_goes_on() {
        Past one = after("One?");
        Past two = one.after(turns("One?", "The Andes.", "Two?"), ANSWER);

        assertThat(one.goesOnWith(turns("One?", "The Andes.", "Two?"))).isTrue();
        assertThat(two.goesOnWith(turns("One?", "The Andes.", "Two?", "The Andes.", "Three?")))
                .isTrue();
        assertThat(two.turns()).isEqualTo(2);
    }

    @Test
    void the_newest_turn_is_not_compared_and_all_before_it_are() {
        Past two = after("One?", "The Andes.", "Two?");

        assertThat(two.goesOnWith(turns("One?", "x", "Wrapped two?", "The Andes.", "Three?")))
                .isTrue();
        assertThat(two.goesOnWith(turns("Uno?", "x", "Two?", "The Andes.", "Three?"))).isFalse();
    }

    @Test
    void another_answer_or_another_number_of_turns_does_not_go_on() {
        Past two = after("One?", "The Andes.", "Two?");

        assertThat(two.goesOnWith(turns("One?", "x", "Two?", "The Alps.", "Three?"))).isFalse();
        assertThat(two.goesOnWith(turns("One?", "The Andes.", "Two?"))).isFalse();
        assertThat(two.goesOnWith(turns("One?", "x", "2?", "x", "3?", "The Andes.", "4?")))
                .isFalse();
    }

    @Test
    void a_question_alone_goes_on_until_history_was_sent_once() {
        Past alone = after("One?").after(turns("Two?"), ANSWER);
        Past told = alone.after(turns("One?", "x", "Two?", "The Andes.", "Three?"), ANSWER);

        assertThat(alone.goesOnWith(turns("Three?"))).isTrue();
        assertThat(told.goesOnWith(turns("Four?"))).isFalse();
        assertThat(told).isEqualTo(after("One?", "x", "Two?", "The Andes.", "Three?"));
    }

    @Test
    void in_another_conversation_it_is_still_known_that_history_was_sent() {
        Past begunAnew = after("One?", "x", "Two?").anew(turns("Uno?"), ANSWER);
        Past neverSent = after("One?").anew(turns("Uno?"), ANSWER);

        assertThat(begunAnew.goesOnWith(turns("Eins?"))).isFalse();
        assertThat(begunAnew.goesOnWith(turns("Uno?", "The Andes.", "Two?"))).isTrue();
        assertThat(neverSent.goesOnWith(turns("Two?"))).isTrue();
    }

    @Test
    void the_first_question_once_more_is_another_chat() {
        Past two = after("One?").after(turns("Two?"), ANSWER);

        assertThat(two.goesOnWith(turns(" One? "))).isFalse();
        assertThat(two.goesOnWith(turns("Two?"))).isTrue();
    }

    @Test
    void turns_told_one_by_one_are_remembered_as_turns_told_together() {
        Past alone = after("One?").after(turns("Two?"), ANSWER).after(turns("Three?"), ANSWER);
        Past together = after("One?", "x", "Two?", "x", "Three?");

        assertThat(alone.earlier()).isEqualTo(together.earlier());
        assertThat(alone.goesOnWith(turns("One?", "x", "Two?", "x", "3?", "The Andes.", "4?")))
                .isTrue();
    }

    @Test
    void moving_words_between_turns_makes_other_turns() {
        Past two = after("One? Two?", "x", "Three?");

        assertThat(two.goesOnWith(turns("One?", "x", "Two? Three?", "The Andes.", "Four?")))
                .isFalse();
    }

    @Test
    void a_request_without_a_question_goes_on_with_nothing() {
        var system = Turns.of(List.of(new Message(Role.SYSTEM, "Be kind.")));

        assertThat(after("One?").goesOnWith(system)).isFalse();
        assertThat(system.alone()).isFalse();
        assertThat(Past.of(system, ANSWER).turns()).isZero();
    }

    @Test
    void no_words_are_remembered() {
        assertThat(after("Aconcagua?", "Ojos", "Pissis?").toString())
                .doesNotContain("Aconcagua", "Ojos", "Pissis", "Andes");
    }
}
