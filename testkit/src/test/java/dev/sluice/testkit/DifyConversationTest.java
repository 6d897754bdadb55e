package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a conversation holds, who may continue it, and what becomes of the others. */
final class DifyConversationTest {
    private static final String KEY = "app-talk";
    private static final String BEARER = "Bearer " + KEY;
    private static final String UNKNOWN = "9b4ebe18-42c1-40c5-aa37-f043de4e3f14";
    private static final String NOT_THERE =
            "{\"code\": \"not_found\", \"message\": \"Conversation Not Exists.%s\", \"status\": 404}\n";
    private static final String HINT =
            " You have requested this URI [/v1/chat-messages] but did you mean /v1/chat-messages or /api/chat-messages or /v1/chat-messages/<string:task_id>/stop ?";

    private final SimulatedDify dify =
            SimulatedDify.start(0).app(SimulatedApp.chat(KEY).saying("Hi ", "you"));
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,V0_6,404",
        "CHAT,V1_13_0,404",
        "AGENT_CHAT,V1_15,404",
        "ADVANCED_CHAT,V1_4_1,404",
        "ADVANCED_CHAT,V1_12,404",
        "ADVANCED_CHAT,V1_13_0,200",
        "ADVANCED_CHAT,V1_14,200",
        "ADVANCED_CHAT,V1_15,200",
        "AGENT,V1_15,404"
    })
    void an_unknown_conversation_has_the_face_of_mode_and_age(
            Mode mode, Profile profile, int status) throws Exception {
        dify.app(SimulatedApp.of(KEY, mode).profile(profile));

        try (var raw =
                new RawClient(dify.url()).post(DifyClient.CHAT, KEY, body("x", UNKNOWN, "ann"))) {
            assertThat(raw.until("\r\n")).startsWith("HTTP/1.1 " + status);
            if (status == 200 && profile != Profile.V1_15) {
                raw.until("event: ping\n\n\r\n");
                assertThat(raw.isSilent()).isTrue();
                assertThat(dify.conversations()).isEmpty();
            }
        }
    }

    @Test
    void a_404_has_a_hint_since_1_8() throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_7));
        var before = ask("x", UNKNOWN, "ann");
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_8_0));
        var since = ask("x", UNKNOWN, "ann");

        assertThat(before).isEqualTo(NOT_THERE.formatted(""));
        assertThat(since).isEqualTo(NOT_THERE.formatted(HINT));
    }

    @Test
    void in_one_piece_a_chatflow_does_not_hang() throws Exception {
        dify.app(SimulatedApp.chatflow(KEY).profile(Profile.V1_13_0));

        assertThat(ask("x", UNKNOWN, "ann", "blocking")).isEqualTo(NOT_THERE.formatted(HINT));
    }

    @Test
    void a_new_chatflow_begins_a_conversation_instead_of_an_unknown_one() throws Exception {
        dify.app(SimulatedApp.chatflow(KEY));

        ask("x", UNKNOWN, "ann");

        Run run = dify.runs().getFirst();
        assertThat(run.conversationAsked()).isEqualTo(UNKNOWN);
        assertThat(run.conversationId()).isNotEqualTo(UNKNOWN);
        assertThat(dify.conversations())
                .extracting(Conversation::id)
                .containsExactly(run.conversationId());
    }

    @Test
    void what_was_asked_is_held_in_order() throws Exception {
        ask("One?", "", "ann");
        String id = dify.runs().getFirst().conversationId();
        ask("Tw\\u0000o?", id, "ann");
        ask("Another", "", "bob");

        assertThat(dify.conversations())
                .extracting(Conversation::user, Conversation::appKey, Conversation::queries)
                .containsExactly(
                        tuple("ann", KEY, List.of("One?", "Two?")),
                        tuple("bob", KEY, List.of("Another")));
        assertThat(dify.conversations().getFirst().turns())
                .extracting(Conversation.Turn::answer)
                .containsExactly("Hi you", "Hi you");
    }

    @Test
    void a_stopped_answer_is_held_as_far_as_it_came() throws Exception {
        dify.app(
                SimulatedApp.chat(KEY)
                        .script(
                                List.of(
                                        new Step.Text("Hi "),
                                        new Step.Stopped(),
                                        new Step.Text("you"))));

        ask("One?", "", "ann");

        assertThat(dify.conversations().getFirst().turns().getFirst().answer()).isEqualTo("Hi ");
    }

    @Test
    void what_a_proxy_answered_is_in_no_conversation() throws Exception {
        dify.app(SimulatedApp.chat(KEY).failing(new Fault.HtmlPage(502)));

        ask("One?", "", "ann");

        assertThat(dify.conversations()).isEmpty();
    }

    @Test
    void a_completed_conversation_takes_nothing_more() throws Exception {
        ask("One?", "", "ann");
        String id = dify.runs().getFirst().conversationId();
        dify.completeConversation(id);

        assertThat(ask("Two?", id, "ann"))
                .isEqualTo(
                        "{\"code\": \"conversation_completed\", \"message\": \"The conversation has ended. Please start a new conversation.\", \"status\": 400}\n");
        assertThat(dify.conversations().getFirst().completed()).isTrue();
    }

    @Test
    void an_unknown_conversation_may_count_as_completed_in_a_chatflow_too() throws Exception {
        dify.app(SimulatedApp.chatflow(KEY).quirks(Quirk.UNKNOWN_CONVERSATION_IS_COMPLETED));

        assertThat(ask("x", UNKNOWN, "ann")).contains("conversation_completed");
    }

    @Test
    void only_the_first_inputs_count_on_an_old_server() throws Exception {
        var app = SimulatedApp.chatflow(KEY).saying("x");
        dify.app(app.profile(Profile.V0_6));
        ask("One?", "", "ann");
        String id = dify.runs().getFirst().conversationId();
        String other = body("Two?", id, "ann").replace("\"inputs\":{}", "\"inputs\":{\"a\":1}");

        assertThat(client.post(DifyClient.CHAT, KEY, other).body()).doesNotContain("\"a\": 1");
        dify.app(app.profile(Profile.V1_3));
        assertThat(client.post(DifyClient.CHAT, KEY, other).body())
                .contains("\"inputs\": {\"a\": 1, ", "\"sys.dialogue_count\": 2");
    }

    @Test
    void conversations_are_listed_for_their_user() throws Exception {
        ask("One?", "", "ann");
        ask("Two?", "", "ann");
        ask("Three?", "", "bob");
        String first = dify.conversations().getFirst().id();

        assertThat(list("/conversations?user=ann&limit=1&sort_by=created_at"))
                .startsWith(
                        "{\"limit\": 1, \"has_more\": true, \"data\": [{\"id\": \"%s\", \"name\": \"New conversation\", \"inputs\": {}, \"status\": \"normal\", \"introduction\": \"\", \"created_at\": "
                                .formatted(first));
        assertThat(list("/conversations?user=ann&limit=1&sort_by=created_at&last_id=" + first))
                .startsWith("{\"limit\": 1, \"has_more\": false, ")
                .doesNotContain(first);
        assertThat(list("/conversations?user=ann&last_id=" + UNKNOWN))
                .contains("Last Conversation Not Exists.");
        assertThat(list("/conversations"))
                .isEqualTo("{\"limit\": 20, \"has_more\": false, \"data\": []}\n");
    }

    @Test
    void messages_are_the_newest_in_the_order_of_asking() throws Exception {
        ask("One?", "", "ann");
        String id = dify.runs().getFirst().conversationId();
        ask("Two?", id, "ann");
        ask("Three?", id, "ann");
        String path = "/messages?user=ann&limit=2&conversation_id=" + id;
        var turns = dify.conversations().getFirst().turns();

        assertThat(list(path))
                .startsWith("{\"limit\": 2, \"has_more\": true, \"data\": [{\"id\": ")
                .containsSubsequence("\"query\": \"Two?\"", "\"query\": \"Three?\"")
                .contains(
                        "\"parent_message_id\": \"" + turns.getFirst().messageId(),
                        "\"answer\": \"Hi you\", \"feedback\": null, \"retriever_resources\": []",
                        "\"status\": \"normal\", \"error\": null, \"extra_contents\": []}")
                .doesNotContain("One?");
        assertThat(list(path + "&first_id=" + turns.get(1).messageId()))
                .contains("One?", "\"has_more\": false", "\"parent_message_id\": null");
        assertThat(list(path + "&first_id=" + UNKNOWN)).contains("First Message Not Exists.");
        assertThat(list(path.replace("ann", "bob"))).contains("Conversation Not Exists.");
    }

    @Test
    void a_failed_turn_tells_its_error() throws Exception {
        dify.app(SimulatedApp.chat(KEY).failing(new Fault.FailedRun(1, "overloaded")));
        ask("One?", "", "ann");
        String id = dify.runs().getFirst().conversationId();

        assertThat(list("/messages?user=ann&conversation_id=" + id))
                .contains("\"status\": \"error\", \"error\": \"overloaded\"");
    }

    @Test
    void a_deleted_conversation_is_gone() throws Exception {
        ask("One?", "", "ann");
        String path = "/conversations/" + dify.runs().getFirst().conversationId();

        var foreign = client.delete(path, KEY, "{\"user\":\"bob\"}");
        var bodiless = client.delete(path, KEY, "");
        var deleted = client.delete(path, KEY, "{\"user\":\"ann\"}");

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(bodiless.statusCode()).isEqualTo(400);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(dify.conversations()).isEmpty();
        assertThat(client.delete(path, KEY, "{\"user\":\"ann\"}").body())
                .startsWith("{\"code\": \"not_found\", \"message\": \"Conversation Not Exists.");
    }

    @Test
    void deleting_is_told_as_success_until_1_3_0() throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_3));
        ask("One?", "", "ann");
        String path = "/conversations/" + dify.runs().getFirst().conversationId();

        var deleted = client.delete(path, KEY, "{\"user\":\"ann\"}");

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"result\": \"success\"}\n");
    }

    private String list(String path) throws Exception {
        return client.get(path, BEARER).body();
    }

    private String ask(String query, String conversation, String user) throws Exception {
        return ask(query, conversation, user, "streaming");
    }

    private String ask(String query, String conversation, String user, String responseMode)
            throws Exception {
        String body = body(query, conversation, user).replace("streaming", responseMode);
        return client.post(DifyClient.CHAT, KEY, body).body();
    }

    private static String body(String query, String conversation, String user) {
        return "{\"query\":\"%s\",\"inputs\":{},\"user\":\"%s\",\"conversation_id\":\"%s\",\"response_mode\":\"streaming\"}"
                .formatted(query, user, conversation);
    }
}
