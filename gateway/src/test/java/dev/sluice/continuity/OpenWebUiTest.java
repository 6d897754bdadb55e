package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.IdentityConfig;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as Open WebUI really sent them: which conversation of Dify each of them meets. */
final class OpenWebUiTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-bot").named("chat-bot");

    private final TestGateway gateway = TestGateway.with(APP).chain("fallback", "chat-bot").start();

    /** Of each request in turn. */
    private final List<String> conversations = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Sends it, and has the app answer with this text. */
    private Answer send(RecordedRequest request, String answer) {
        gateway.dify().app(APP.saying(answer));
        Answer received = request.send(gateway);
        assertThat(received.status()).as(received.body()).isEqualTo(200);
        conversations.add(received.header("x-dify-conversation-id"));
        return received;
    }

    private Answer send(String recording, int index, String answer) {
        return send(RecordedRequest.read(recording, index), answer);
    }

    /** Which of the requests so far met the same conversation, as letters in their order. */
    private String groups() {
        List<String> different = conversations.stream().distinct().toList();
        return conversations.stream()
                .map(id -> Character.toString('A' + different.indexOf(id)))
                .collect(Collectors.joining());
    }

    private static String tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "tok" + i + " ")
                .collect(Collectors.joining());
    }

    private void sendThreeTurns() {
        send("turn-first", 0, tokens(30));
        send("turn-second", 0, "turn 2: Second question, please ");
        send("turn-second", 1, "turn 3: Third question ");
    }

    @Test
    void three_turns_go_on_with_titles_tags_and_follow_ups_between_them() {
        send("side-title", 0, "{}");
        send("turn-first", 0, tokens(30));
        send("side-follow-ups", 0, "{}");
        send("side-tags", 0, "{}");
        send("turn-second", 0, "turn 2: Second question, please ");
        send("side-follow-ups", 0, "{}");
        send("turn-second", 1, "turn 3: Third question ");

        assertThat(groups()).isEqualTo("ABCDBEB");
        assertThat(gateway.dify().conversations())
                .extracting(Conversation::queries)
                .contains(
                        List.of(
                                "What is a sluice? long:30",
                                "Second question, please",
                                "Third question"));
    }

    @Test
    void an_answer_that_is_asked_for_again_begins_a_conversation_and_leaves_the_old_one() {
        sendThreeTurns();
        Answer again = send("regenerate", 0, "turn 1: User: Third question ");
        send("regenerate", 1, "turn 2: More Concise ");
        send("regenerate", 2, "turn 1: User: Fourth ");

        assertThat(groups()).isEqualTo("AAABBC");
        assertThat(way(again)).isEqualTo("reseeded");
    }

    @Test
    void an_edited_question_begins_a_conversation_and_the_old_branch_goes_on_in_its_own() {
        send(RecordedRequest.read("edit", 0).firstMessages(1), "turn 1: Alpha one ");
        send("edit", 0, "turn 2: Beta two ");
        send("edit", 1, "turn 1: User: Beta changed ");
        Answer back = send("edit", 2, "turn 3: Delta ");

        assertThat(groups()).isEqualTo("AABA");
        assertThat(way(back)).isEqualTo("continued");
    }

    @Test
    void a_first_question_that_is_edited_begins_a_conversation() {
        send("edit-first", 0, "turn 1: First version ");
        Answer edited = send("edit-first", 1, "turn 1: First changed ");

        assertThat(groups()).isEqualTo("AB");
        assertThat(way(edited)).isEqualTo("new");
    }

    @Test
    void a_fork_has_a_chat_and_a_conversation_of_its_own() {
        sendThreeTurns();
        var fork = RecordedRequest.read("turn-second", 1).with("00000003-0000", "00000099-0000");
        send(fork, "turn 3: Third question ");

        assertThat(groups()).isEqualTo("AAAB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AbCdEfGhIjKlMnOpAAAB", "local:AbCdEfGhIjKlMnOpAAAB"})
    void temporary_chats_of_one_page_share_an_id_and_no_conversation(String page) {
        var first = RecordedRequest.read("temporary-chat", 0);
        var second = RecordedRequest.read("temporary-chat", 1);
        String id = "temporary:AbCdEfGhIjKlMnOpAAAB";
        send(first.with(id, page), "turn 1: My PIN is 8899 ");
        Answer other = send(second.with(id, page), "I do not know.");

        assertThat(groups()).isEqualTo("AB");
        assertThat(way(other)).isEqualTo("new");
    }

    @Test
    void two_models_side_by_side_have_a_conversation_each() {
        send("two-models", 0, tokens(20));
        send("two-models", 1, tokens(20));
        send("two-models", 2, "turn 2: To both two ");
        send("two-models", 3, "turn 2: To both two ");

        assertThat(groups()).isEqualTo("ABAB");
    }

    @Test
    void a_turn_with_a_file_is_wrapped_while_it_is_new_and_goes_on() {
        send("side-queries", 0, "{}");
        send("turn-rag", 0, "turn 1: When was the blue gate built? ");
        send("side-queries", 0, "{}");
        send("turn-rag", 1, "turn 2: And how wide is it? ");

        assertThat(groups()).isEqualTo("ABCB");
    }

    @Test
    void mentions_in_a_channel_are_told_their_own_thread() {
        send("channel", 0, "turn 1: question ");
        send("channel", 1, "turn 1: question ");
        send("channel", 2, "turn 1: Bo ");

        assertThat(groups()).isEqualTo("ABC");
        assertThat(gateway.dify().runs().get(1).query()).contains("thread history");
    }

    @Test
    void a_tool_choice_before_each_turn_is_no_turn() {
        send("side-tool-choice-legacy", 0, "{}");
        send("side-tool-choice-legacy", 1, "turn 2: How wide is gate X (legacy)? ");
        send("side-tool-choice-legacy", 2, "{}");
        send("side-tool-choice-legacy", 3, "turn 3: And gate Y? ");

        assertThat(groups()).isEqualTo("ABCB");
        assertThat(gateway.dify().runs().get(2).query()).contains("Available Tools");
    }

    @Test
    void merged_answers_are_streamed_and_no_turn() {
        send("two-models", 0, tokens(20));
        var chat = RecordedRequest.read("two-models", 0);
        var merging = RecordedRequest.read("side-merge-responses", 0);
        send(new RecordedRequest(chat.headers(), merging.body()), "merged");
        send("two-models", 2, "turn 2: To both two ");

        assertThat(groups()).isEqualTo("ABA");
    }

    @Test
    void after_a_turn_that_failed_two_user_messages_follow_each_other_and_the_chat_goes_on() {
        send("turn-first", 0, tokens(30));
        send("turn-second", 0, "turn 2: Second question, please ");
        var third = RecordedRequest.read("turn-second", 1);
        String message = "{\"role\": \"user\", \"content\": \"";
        String both = message + "Please fail:500\"}, " + message + "Third";
        Answer next = send(third.with(message + "Third", both), "turn 3: ");

        assertThat(groups()).isEqualTo("AAA");
        assertThat(way(next)).isEqualTo("continued");
        assertThat(gateway.dify().runs().getLast().query()).contains("Please fail:500", "Third");
    }

    @Test
    void after_an_answer_that_broke_off_its_question_is_not_told_again() {
        gateway.dify().app(APP.saying("half ", "of it").failing(new Fault.FailedRun(1, "no")));
        Answer broken = RecordedRequest.read("after-failure", 2).send(gateway);
        conversations.add(broken.header("x-dify-conversation-id"));
        Answer next = send("after-failure", 3, "turn 2: Next after half ");

        assertThat(groups()).isEqualTo("AA");
        assertThat(way(next)).isEqualTo("continued");
        assertThat(gateway.dify().runs().getLast().query()).isEqualTo("Next after half");
    }

    @Test
    void custom_headers_say_what_is_a_turn_and_which_answer_it_follows() {
        var turn = new IdentityConfig.TurnHeaders("X-Task", "X-Msg", "X-UParent");
        gateway.reload(identifying(turn, "X-OpenWebUI-Chat-Id"));
        List<RecordedRequest> all = RecordedRequest.read("custom-headers");
        for (int i = 0; i < all.size(); i++) {
            boolean side = !all.get(i).body().contains("\"stream\": true");
            send(all.get(i), side ? "{}" : "turn " + i);
        }
        var answered = RecordedRequest.read("custom-headers", 6);
        String parent = "X-UParent: 00000072-0000-4000-8000-000000000000";
        // As if the answer had been edited by hand, which no text would recognise.
        var next =
                answered.with("turn 1: Tree one", "edited")
                        .with(parent, "X-UParent: 00000083-0000-4000-8000-000000000000");
        send(next, "turn 3: ");

        assertThat(groups()).isEqualTo("ABCDBEFGF");
    }

    @Test
    void templates_that_an_older_version_does_not_fill_in_put_nobody_into_one_chat() {
        gateway.reload(identifying(IdentityConfig.TurnHeaders.DEFAULT, "X-C"));
        Answer first = send("v0.6-custom-headers", 0, "turn 1: c ");
        Answer second = send("v0.6-custom-headers", 0, "turn 1: c ");

        assertThat(groups()).isEqualTo("AB");
        assertThat(List.of(first, second))
                .extracting(answer -> answer.header("x-sluice-warning"))
                .containsOnly("IDENTITY-TEMPLATE");
    }

    private static AccessConfig identifying(IdentityConfig.TurnHeaders turn, String chatHeader) {
        var identity =
                new IdentityConfig("X-OpenWebUI-User-Id", chatHeader, "", "", "", "", turn, "");
        return new AccessConfig(
                AccessConfig.Mode.OPEN, false, List.of(), List.of(), List.of(), identity);
    }

    @Test
    void an_answer_that_is_gone_on_with_is_one_answer_from_then_on() {
        var continuing = RecordedRequest.read("continue-response", 0);
        send(continuing.firstMessages(1), continuing.message(1));
        send(continuing.firstMessages(3), "turn 2: After the stop");
        Answer more = send(continuing, "turn 1: Assistant: turn 2: After the stop ");
        Answer after = send("continue-response", 1, "turn 2: After continue ");

        assertThat(groups()).isEqualTo("AABB");
        assertThat(List.of(way(more), way(after))).containsExactly("reseeded", "continued");
    }

    @Test
    void an_older_version_is_understood_too() {
        send("v0.6-turns", 0, tokens(20));
        for (int i = 0; i < 3; i++) {
            send("v0.6-sides", i, "{}");
        }
        send("v0.6-turns", 1, "turn 2: Second question ");

        assertThat(groups()).isEqualTo("ABCDA");
    }

    @Test
    void nobody_speaks_as_another_by_what_the_body_says() {
        String ann = "00000001-0000-4000-8000-000000000000";
        String bo = "000000af-0000-4000-8000-000000000000";
        var request = RecordedRequest.read("user-in-body", 1);
        var anns = new RecordedRequest(request.headers().replace(bo, ann), request.body());
        send(anns, "turn 1: What is my secret? ");
        send(request, "I do not know.");

        assertThat(groups()).isEqualTo("AB");
        assertThat(gateway.dify().conversations())
                .extracting(Conversation::user)
                .containsExactly("open:" + ann, "open:" + bo);
    }
}
