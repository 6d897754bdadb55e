package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stopping, leaving, continuing: what a run does besides being played. */
final class DifyRunTest {
    private static final String CHAT_KEY = "app-chat";
    private static final String WORKFLOW_KEY = "app-flow";
    private static final String ANN = "{\"user\":\"ann\"}";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final SimulatedDify dify =
            SimulatedDify.start(0)
                    .app(
                            SimulatedApp.chat(CHAT_KEY)
                                    .script(
                                            List.of(
                                                    new Step.Text("One"),
                                                    new Step.Text(" two"),
                                                    new Step.Hold())))
                    .app(
                            SimulatedApp.workflow(WORKFLOW_KEY)
                                    .script(
                                            List.of(
                                                    new Step.Started(),
                                                    new Step.Text("One"),
                                                    new Step.Hold())));
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @Test
    void a_stopped_chat_ends_with_the_usage_so_far() throws Exception {
        try (var raw = asking()) {
            raw.until(" two");
            var stopped = stopChat(task(), "ann");

            assertThat(stopped.body()).isEqualTo("{\"result\": \"success\"}\n");
            assertThat(raw.until(LAST_CHUNK)).contains("message_end", "\"completion_tokens\":2");
        }
        assertThat(dify.stops()).containsExactly(task());
        assertThat(dify.runs().getFirst().outcome()).isEqualTo(Run.Outcome.STOPPED);
    }

    @Test
    void a_stranger_stops_no_chat_and_is_not_told() throws Exception {
        try (var raw = asking()) {
            raw.until(" two");
            var response = stopChat(task(), "bob");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(raw.isSilent()).isTrue();
        }
        assertThat(dify.stops()).hasSize(1);
    }

    @Test
    void anybody_stops_a_workflow() throws Exception {
        try (var raw =
                new RawClient(dify.url())
                        .post(DifyClient.WORKFLOW, WORKFLOW_KEY, DifyClient.ASK_WORKFLOW)) {
            raw.until("text_chunk");
            client.post("/workflows/tasks/" + task() + "/stop", WORKFLOW_KEY, "{\"user\":\"bob\"}");

            assertThat(raw.until(LAST_CHUNK)).contains("\"status\":\"stopped\"");
        }
    }

    @Test
    void an_unknown_task_is_stopped_with_success() throws Exception {
        assertThat(stopChat("4711", "ann").statusCode()).isEqualTo(200);
        assertThat(dify.stops()).containsExactly("4711");
    }

    @Test
    void a_client_that_closes_is_told_from_one_that_resets() throws Exception {
        try (var closing = asking()) {
            closing.until(" two");
        }
        await().until(() -> dify.openRuns() == 0);
        var resetting = asking();
        resetting.until(" two");
        resetting.reset();
        await().until(() -> dify.openRuns() == 0);

        assertThat(dify.runs())
                .extracting(Run::outcome)
                .containsExactly(Run.Outcome.CLOSED_BY_PEER, Run.Outcome.RESET_BY_PEER);
        await().until(() -> dify.openConnections() == 0);
    }

    @Test
    void a_run_tells_what_was_asked() throws Exception {
        try (var raw = asking()) {
            raw.until(" two");
            assertThat(dify.openRuns()).isEqualTo(1);
        }

        Run run = dify.runs().getFirst();
        assertThat(run.appKey()).isEqualTo(CHAT_KEY);
        assertThat(run.path()).isEqualTo("/v1/chat-messages");
        assertThat(run.body()).isEqualTo(DifyClient.ASK);
        assertThat(run.user()).isEqualTo("ann");
        assertThat(run.toString()).startsWith("Run[/v1/chat-messages, ").doesNotContain(CHAT_KEY);
    }

    @Test
    void a_conversation_goes_on_for_its_own_user_only() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).saying("Hi"));
        ask("", "ann");
        String conversation = dify.runs().getFirst().conversationId();

        assertThat(ask(conversation, "ann").body()).contains(conversation);
        assertThat(ask(conversation, "bob").statusCode()).isEqualTo(404);
        dify.forgetConversations();
        assertThat(ask(conversation, "ann").body())
                .contains("\"message\": \"Conversation Not Exists. You have requested this URI");
    }

    @Test
    void an_unknown_conversation_has_other_faces() throws Exception {
        String unknown = "9b4ebe18-42c1-40c5-aa37-f043de4e3f14";
        SimulatedApp app = SimulatedApp.chat(CHAT_KEY).saying("Hi");

        dify.app(app.quirks(Quirk.UNKNOWN_CONVERSATION_IS_COMPLETED));
        assertThat(ask(unknown, "ann").body()).contains("conversation_completed");
        dify.app(app.quirks(Quirk.UNKNOWN_CONVERSATION_IS_NEW));
        assertThat(ask(unknown, "ann").body()).contains("message_end").doesNotContain(unknown);
        dify.app(app.quirks(Quirk.UNKNOWN_CONVERSATION_HANGS));
        try (var raw =
                new RawClient(dify.url()).post(DifyClient.CHAT, CHAT_KEY, body(unknown, "ann"))) {
            raw.until("event: ping\n\n\r\n");
            assertThat(raw.isSilent()).isTrue();
        }
    }

    @Test
    void one_connection_serves_several_requests() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).saying("Hi"));

        try (var raw = asking()) {
            raw.until(LAST_CHUNK);
            raw.forget();
            raw.post(DifyClient.CHAT, CHAT_KEY, DifyClient.ASK);
            assertThat(raw.until(LAST_CHUNK)).contains("message_end");
        }
        assertThat(dify.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void a_second_request_waits_for_the_first() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).saying("Hi", " you").every(Duration.ofMillis(100)));

        try (var raw = asking().post(DifyClient.CHAT, CHAT_KEY, DifyClient.ASK, "close")) {
            String[] responses = raw.untilEnd().split("HTTP/1.1 200 OK", -1);
            assertThat(responses).hasSize(3);
            assertThat(responses[1]).contains("message_end").endsWith(LAST_CHUNK);
        }
    }

    @Test
    void a_connection_closes_when_the_client_asked_for_it() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).saying("Hi"));

        try (var raw =
                new RawClient(dify.url())
                        .post(DifyClient.CHAT, CHAT_KEY, DifyClient.ASK, "close")) {
            assertThat(raw.untilEnd()).contains("Connection: close").endsWith(LAST_CHUNK);
        }
    }

    @Test
    void a_client_that_waits_for_100_continue_gets_it() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).saying("Hi"));
        String head =
                "POST /v1/chat-messages HTTP/1.1\r\nHost: dify\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
                        .formatted(CHAT_KEY, DifyClient.ASK.length());

        try (var raw = new RawClient(dify.url()).send(head)) {
            raw.until("HTTP/1.1 100 Continue\r\n\r\n");
            raw.send(DifyClient.ASK);
            assertThat(raw.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void a_stopped_chat_of_1_16_reports_no_usage_and_saves_what_was_read_to_its_end()
            throws Exception {
        dify.app(held(Profile.V1_16));
        try (var raw = asking()) {
            raw.until(" two");
            stopChat(task(), "ann");
            assertThat(raw.until(LAST_CHUNK))
                    .contains("\"completion_tokens\":0", "\"total_price\":\"0E-7\"");
        }
        assertThat(savedAnswer()).isEqualTo("One two");
    }

    @Test
    void a_stopped_chat_of_1_16_saves_nothing_when_its_connection_closes_before_its_end()
            throws Exception {
        dify.app(held(Profile.V1_16));
        try (var raw = asking()) {
            raw.until(" two");
            stopChat(task(), "ann");
        }
        await().until(() -> dify.runs().getFirst().outcome() == Run.Outcome.CLOSED_BY_PEER);
        assertThat(dify.runs().getFirst().stopAsked()).isTrue();
        assertThat(savedAnswer()).isEmpty();
    }

    @Test
    void a_chat_of_1_16_that_is_closed_and_then_stopped_saves_nothing() throws Exception {
        dify.app(held(Profile.V1_16));
        try (var raw = asking()) {
            raw.until(" two");
        }
        await().until(() -> dify.runs().getFirst().outcome() == Run.Outcome.CLOSED_BY_PEER);
        assertThat(savedAnswer()).isEqualTo("One two");

        stopChat(task(), "ann");

        assertThat(savedAnswer()).isEmpty();
    }

    @Test
    void anybody_stops_a_chatflow_of_1_16_and_its_answer_so_far_is_saved() throws Exception {
        dify.app(
                SimulatedApp.chatflow(CHAT_KEY)
                        .profile(Profile.V1_16)
                        .script(
                                List.of(
                                        new Step.Started(),
                                        new Step.Text("One"),
                                        new Step.Hold())));
        try (var raw = asking()) {
            raw.until("One");
            stopChat(task(), "bob");
            assertThat(raw.until(LAST_CHUNK)).contains("\"status\":\"stopped\"");
        }
        assertThat(savedAnswer()).isEqualTo("One");
    }

    @Test
    void a_chatflow_of_1_16_knows_that_a_conversation_is_not_there_before_its_stream()
            throws Exception {
        dify.app(SimulatedApp.chatflow(CHAT_KEY).profile(Profile.V1_16));
        String named =
                DifyClient.ASK.replace(
                        "{\"query\"", "{\"conversation_id\":\"" + AppIds.uuid(9) + "\",\"query\"");

        assertThat(client.post(DifyClient.CHAT, CHAT_KEY, named).statusCode()).isEqualTo(404);

        dify.app(SimulatedApp.chatflow(CHAT_KEY).profile(Profile.V1_15));
        assertThat(client.post(DifyClient.CHAT, CHAT_KEY, named).statusCode()).isEqualTo(200);
    }

    private static SimulatedApp held(Profile profile) {
        return SimulatedApp.chat(CHAT_KEY)
                .profile(profile)
                .script(List.of(new Step.Text("One"), new Step.Text(" two"), new Step.Hold()));
    }

    private String savedAnswer() {
        return dify.conversations().getFirst().turns().getFirst().answer();
    }

    @Test
    void a_reader_slower_than_the_server_gets_everything() throws Exception {
        // More than both ends of a connection buffer.
        int words = 40_000;
        dify.app(SimulatedApp.chat(CHAT_KEY).tokens(words));

        try (var raw =
                new RawClient(dify.url())
                        .post(DifyClient.CHAT, CHAT_KEY, DifyClient.ASK, "close")) {
            await().until(() -> dify.runs().size() == 1);
            // The only loop has time for this once it can write no more of the stream.
            client.get("/info", "Bearer " + CHAT_KEY);
            assertThat(dify.openRuns()).isEqualTo(1);
            assertThat(raw.untilEnd().lines().filter(line -> line.startsWith("data: ")))
                    .hasSize(words + 1);
        }
    }

    private RawClient asking() throws Exception {
        return new RawClient(dify.url()).post(DifyClient.CHAT, CHAT_KEY, DifyClient.ASK);
    }

    private String task() {
        return dify.runs().getLast().taskId();
    }

    private HttpResponse<String> stopChat(String task, String user) throws Exception {
        return client.post("/chat-messages/" + task + "/stop", CHAT_KEY, ANN.replace("ann", user));
    }

    private HttpResponse<String> ask(String conversation, String user) throws Exception {
        return client.post(DifyClient.CHAT, CHAT_KEY, body(conversation, user));
    }

    private static String body(String conversation, String user) {
        return "{\"query\":\"Hello\",\"inputs\":{},\"user\":\"%s\",\"conversation_id\":\"%s\",\"response_mode\":\"streaming\"}"
                .formatted(user, conversation);
    }
}
