package dev.sluice.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several conversations of a chat the one goes on whose history the request repeats. */
final class MappingChoiceTest {
    private static final String SPOKEN =
            "The Andes are the longest range of mountains on land, and Aconcagua is their highest.";
    private static final Turns FIRST = Turns.of(List.of(new Message.User("One?")));

    private static Turns second(String answer) {
        return Turns.of(
                List.of(
                        new Message.User("One?"),
                        new Message.Assistant(answer),
                        new Message.User("Two?")));
    }

    private static Mapping mapping(String conversation, String answer, String messageId) {
        ChatKey key = Chats.key("c1");
        return new Mapping(
                Mapping.idOf(key, conversation),
                key,
                "X-Chat",
                conversation,
                "webui:ada",
                Past.of(FIRST, AnswerDigest.of(answer), messageId),
                1,
                1);
    }

    private static List<String> chosen(Turns shown, String parent, Mapping... mappings) {
        return MappingChoice.choose(List.of(mappings), shown, parent).stream()
                .map(Mapping::conversation)
                .toList();
    }

    @Test
    void of_two_that_begin_alike_the_one_with_the_whole_answer_goes_on() {
        var one = mapping("one", SPOKEN, "");
        var other = mapping("other", SPOKEN + " Both are old.", "");

        assertThat(chosen(second(SPOKEN), "", one, other)).containsExactly("one");
        assertThat(chosen(second(SPOKEN + " Both are old."), "", one, other))
                .containsExactly("other");
        assertThat(chosen(second(SPOKEN + " Both"), "", one, other)).isEmpty();
    }

    @Test
    void of_two_with_one_answer_the_one_with_the_question_goes_on() {
        Turns other = Turns.of(List.of(new Message.User("Uno?")));
        var past = Past.of(other, AnswerDigest.of(SPOKEN), "");
        Mapping one = mapping("one", SPOKEN, "");
        Mapping edited = new Mapping("id", one.key(), "X-Chat", "edited", "webui:ada", past, 1, 1);

        assertThat(chosen(second(SPOKEN), "", one, edited)).containsExactly("one");
    }

    @Test
    void two_that_are_equal_are_none() {
        var one = mapping("one", SPOKEN, "");
        var other = mapping("other", SPOKEN, "");

        assertThat(chosen(second(SPOKEN), "", one, other)).isEmpty();
        assertThat(chosen(second(SPOKEN), "", one)).containsExactly("one");
    }

    @Test
    void the_parent_of_a_question_decides_whatever_the_texts_are() {
        var one = mapping("one", SPOKEN, "m-1");
        var other = mapping("other", SPOKEN, "m-2");

        assertThat(chosen(second(SPOKEN), "m-2", one, other)).containsExactly("other");
        assertThat(chosen(second("Edited by hand."), "m-1", one, other)).containsExactly("one");
        assertThat(chosen(second(SPOKEN), "m-3", one)).containsExactly("one");
        assertThat(chosen(second(SPOKEN), "m-3", one, other)).isEmpty();
        assertThat(chosen(FIRST, "", one)).isEmpty();
    }
}
