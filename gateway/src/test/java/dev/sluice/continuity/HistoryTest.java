package dev.sluice.continuity;

import static dev.sluice.continuity.FrontEnd.way;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.conversation.ConversationConfig;
import dev.sluice.conversation.SideRequests;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats whose client does not name them are known by what was said in them. */
final class HistoryTest {
    private static final String SPOKEN =
            "The Andes are the longest range of mountains on land, and Aconcagua is their highest.";
    private static final SimulatedApp GUIDE =
            SimulatedApp.chat("app-guide").named("guide").saying(SPOKEN);
    private static final Question BLANK = Question.to("guide");

    private TestGateway gateway = TestGateway.of(GUIDE);

    @AfterEach
    void close() {
        gateway.close();
    }

    private void restart(TestGateway.Builder builder) {
        gateway.close();
        gateway = builder.start();
    }

    private FrontEnd chat() {
        return new FrontEnd(gateway, BLANK);
    }

    @Test
    void a_chat_that_is_not_named_goes_on_in_its_conversation() {
        FrontEnd chat = chat();

        Answer first = chat.says("One?");
        Answer second = chat.says("Two?");
        Answer third = chat.says("Three?", "Three?");

        assertThat(List.of(way(first), way(second), way(third)))
                .containsExactly("new", "continued", "continued");
        assertThat(gateway.dify().conversations())
                .extracting(Conversation::queries)
                .containsExactly(List.of("One?", "Two?", "Three?"));
    }

    /** As programs send the time, the state of a house, or what they found for the question. */
    @ParameterizedTest
    @ValueSource(strings = {FrontEnd.CHAT, FrontEnd.USER})
    void instructions_that_have_changed_reach_the_conversation(String header) {
        Question blank = BLANK.header(header, "one");
        Question first = blank.instructed("The light is off.").saying("One?");
        Question second = blank.instructed("The light is on.").after("One?", SPOKEN).saying("Two?");
        Question third =
                blank.instructed("The light is on.")
                        .after("One?", SPOKEN, "Two?", SPOKEN)
                        .saying("Three?");

        assertThat(way(gateway.ask(first))).isEqualTo("new");
        assertThat(way(gateway.ask(second))).isEqualTo("continued");
        assertThat(way(gateway.ask(third))).isEqualTo("continued");

        assertThat(gateway.dify().conversations())
                .extracting(Conversation::queries)
                .containsExactly(
                        List.of(
                                "System: The light is off.\n\nUser: One?",
                                "System: The light is on.\n\nUser: Two?",
                                "Three?"));
    }

    @Test
    void an_answer_that_is_only_like_it_is_another_chats() {
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.keeping(1, SPOKEN.substring(0, 60)).says("Two?");

        assertThat(way(second)).isEqualTo("new");
    }

    @Test
    void two_chats_that_are_equal_so_far_are_gone_on_with_in_a_third_conversation() {
        chat().says("One?");
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.says("Two?");
        Answer third = chat.says("Three?");

        assertThat(List.of(way(second), way(third))).containsExactly("new", "continued");
        assertThat(gateway.dify().conversations()).hasSize(3);
    }

    @Test
    void another_user_another_key_or_another_model_does_not_meet_it() {
        restart(TestGateway.with(GUIDE).chain("other", "guide"));
        new FrontEnd(gateway, BLANK.header(FrontEnd.USER, "ann")).says("One?");
        var next = Question.to("guide").after("One?", SPOKEN).saying("Two?");

        Answer bos = gateway.ask(next.header(FrontEnd.USER, "bo"));
        Answer nobodys = gateway.ask(next);
        Answer others =
                gateway.ask(
                        Question.to("other")
                                .header(FrontEnd.USER, "ann")
                                .after("One?", SPOKEN)
                                .saying("Two?"));
        Answer anns = gateway.ask(next.header(FrontEnd.USER, "ann"));

        assertThat(List.of(way(bos), way(nobodys), way(others), way(anns)))
                .containsExactly("new", "new", "new", "continued");
    }

    @Test
    void it_can_be_switched_off() {
        var defaults = ConversationConfig.DEFAULT;
        restart(
                TestGateway.with(GUIDE)
                        .conversations(
                                new ConversationConfig(
                                        defaults.retention(), true, false, defaults.side())));
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.says("Two?");

        assertThat(way(second)).isEqualTo("new");
        assertThat(gateway.dify().conversations().getLast().queries())
                .containsExactly("User: One?\n\nAssistant: " + SPOKEN + "\n\nUser: Two?");
    }

    @Test
    void a_conversation_that_is_gone_is_replaced_once() {
        FrontEnd chat = chat();
        chat.says("One?");
        gateway.dify().forgetConversations();

        Answer second = chat.says("Two?");
        Answer third = chat.says("Three?");

        assertThat(List.of(way(second), way(third))).containsExactly("reseeded", "continued");
        assertThat(second.header("x-conversation-reset")).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {FrontEnd.CHAT, FrontEnd.USER})
    void a_client_that_shows_only_its_last_messages_stays_in_one_conversation(String named) {
        var said = new ArrayList<String>();
        var ways = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        for (int turn = 0; turn < 8; turn++) {
            gateway.dify().app(GUIDE.saying("Answer " + turn));
            int from = Math.max(0, said.size() - 4);
            var question =
                    BLANK.header(named, "x")
                            .after(said.subList(from, said.size()).toArray(String[]::new))
                            .saying("Question " + turn);
            Answer answer = gateway.ask(question);
            said.addAll(List.of("Question " + turn, FrontEnd.content(answer)));
            ways.add(way(answer));
            warnings.add(answer.header("x-sluice-warning"));
        }

        assertThat(ways.getFirst()).isEqualTo("new");
        assertThat(ways.subList(1, 8)).containsOnly("continued");
        assertThat(gateway.dify().conversations()).hasSize(1);
        assertThat(warnings.subList(0, 3)).containsOnly("");
        assertThat(warnings.subList(3, 8)).containsOnly("HISTORY-TRIMMED");
    }

    @Test
    void where_nobody_is_named_an_end_of_a_chat_could_be_anybodys() {
        FrontEnd chat = chat();
        chat.says("One?");
        chat.says("Two?");
        chat.says("Three?");

        Answer next = gateway.ask(BLANK.after("Two?", SPOKEN, "Three?", SPOKEN).saying("Four?"));

        assertThat(way(next)).isEqualTo("new");
    }

    @Test
    void a_text_that_dify_withdrew_goes_on_as_its_reader_has_it() {
        List<Step> moderated =
                List.of(new Step.Text(SPOKEN), new Step.Replace("I will not."), new Step.End());
        gateway.dify().app(GUIDE.script(moderated));
        FrontEnd whole = chat();
        FrontEnd streamed = new FrontEnd(gateway, BLANK.header(FrontEnd.USER, "ann"));
        whole.says("One?");
        streamed.says("One?", "One?");

        assertThat(way(whole.says("Two?"))).isEqualTo("continued");
        assertThat(way(streamed.says("Two?", "Two?"))).isEqualTo("continued");
    }

    @Test
    void thoughts_in_the_middle_that_a_client_cuts_out_change_nothing() {
        gateway.dify().app(GUIDE.saying("Intro. <think>plan B</think>Final."));
        FrontEnd chat = chat();
        chat.says("One?");

        Answer second = chat.keeping(1, "Intro. \\nFinal.").says("Two?");

        assertThat(way(second)).isEqualTo("continued");
    }

    @Test
    void an_id_that_an_older_system_hid_in_an_answer_goes_on_once_and_is_sent_to_nobody() {
        String left = left("default_user");
        String answer = "Well." + hidden(left);

        Answer next = gateway.ask(BLANK.after("Before?", answer).saying("Now?"));
        Answer then = gateway.ask(BLANK.after("Before?", answer, "Now?", SPOKEN).saying("And?"));

        assertThat(List.of(way(next), way(then))).containsOnly("continued");
        assertThat(gateway.dify().conversations())
                .extracting(Conversation::queries)
                .containsExactly(List.of("Before?", "Now?", "And?"));
    }

    @Test
    void a_hidden_id_of_another_is_not_met_and_not_tried_where_a_chat_is_named() {
        String answer = "Well." + hidden(left("somebody"));
        Question question = BLANK.after("Before?", answer).saying("Now?");

        Answer unnamed = gateway.ask(question);
        Answer named = gateway.ask(question.header(FrontEnd.CHAT, "c1"));

        assertThat(List.of(way(unnamed), way(named))).containsOnly("new");
        assertThat(gateway.dify().conversations()).hasSize(3);
        assertThat(gateway.dify().runs())
                .extracting(Run::query)
                .noneMatch(query -> query.contains("\u200b"));
    }

    @Test
    void a_hidden_id_is_never_tried_under_a_name_that_a_client_could_have() {
        String answer = "Well." + hidden(left("open:ann"));
        Question question = BLANK.after("Before?", answer).saying("Now?");

        Answer next = gateway.ask(question.header(FrontEnd.USER, "open:ann"));

        assertThat(way(next)).isEqualTo("new");
        assertThat(gateway.dify().conversations()).hasSize(2);
    }

    /** The id of a conversation of one turn, as an older system would have left it. */
    private String left(String user) {
        String body =
                """
                {"inputs":{},"query":"Before?","user":"%s","response_mode":"streaming"}\
                """
                        .formatted(user);
        String head =
                "POST /v1/chat-messages HTTP/1.1\r\nHost: dify\r\nAuthorization: Bearer app-guide\r\n"
                        + "Content-Type: application/json\r\nContent-Length: ";
        try (var client = RawClient.connect(gateway.dify().url().getPort())) {
            client.send(head + body.length() + "\r\n\r\n" + body).answer();
        }
        return gateway.dify().conversations().getFirst().id();
    }

    /** As OpenDify of c75d927 writes it in memory mode 2. */
    static String hidden(String id) {
        String digits = "\u200b\u200c\u200d\ufeff\u2060\u180e\u2061\u2062";
        String base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var hidden = new StringBuilder();
        String encoded = Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < encoded.length(); i++) {
            int value = base64.indexOf(encoded.charAt(i));
            hidden.append(digits.charAt(value / 8)).append(digits.charAt(value % 8));
        }
        return hidden.toString();
    }

    @Test
    void a_title_and_a_memory_made_of_the_history_leave_the_chat_as_it_is() {
        FrontEnd chat = chat();
        chat.says("One?");

        Answer title = chat.asks("使用四到五个字直接返回这句话的简要主题，不要解释", "");
        Answer memory =
                chat.concludedBy(
                        "Summarize the discussion briefly in 200 words or less to use as a prompt");
        Answer second = chat.says("Two?");

        assertThat(List.of(way(title), way(memory), way(second)))
                .containsExactly("new", "new", "continued");
        assertThat(gateway.dify().conversations().getFirst().queries())
                .containsExactly("One?", "Two?");
        assertThat(gateway.dify().conversations().get(2).queries().getFirst())
                .startsWith("User: One?")
                .endsWith(
                        "\n\nSystem: Summarize the discussion briefly in 200 words or less to use as a prompt");
    }

    @Test
    void side_requests_can_be_refused_or_sent_to_a_model_of_their_own() {
        var title =
                BLANK.saying(
                        "### Task:\\nTitle, please.\\n### Chat History:\\n<chat_history>x</chat_history>");
        var cheap = SimulatedApp.chat("app-cheap").named("cheap").saying("A title");
        restart(TestGateway.with(GUIDE, cheap).conversations(side("cheap")));
        Answer elsewhere = gateway.ask(title);
        Answer marked = gateway.ask(BLANK.header("X-OpenWebUI-Task", "tags_generation"));
        Answer turn = gateway.ask(BLANK.header("X-OpenWebUI-Task", ""));
        restart(TestGateway.with(GUIDE).conversations(side(SideRequests.REFUSE)));
        Answer refused = gateway.ask(title);

        assertThat(FrontEnd.content(elsewhere)).isEqualTo("A title");
        assertThat(elsewhere.body()).contains("\"model\":\"guide\"");
        assertThat(FrontEnd.content(marked)).isEqualTo("A title");
        assertThat(FrontEnd.content(turn)).isEqualTo(SPOKEN);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.diagnosis()).isEqualTo("SIDE-REQUEST-REFUSED");
        assertThat(gateway.dify().runs()).isEmpty();
    }

    private static ConversationConfig side(String target) {
        var defaults = ConversationConfig.DEFAULT;
        return new ConversationConfig(
                defaults.retention(),
                true,
                true,
                new SideRequests(defaults.side().patterns(), target));
    }
}
