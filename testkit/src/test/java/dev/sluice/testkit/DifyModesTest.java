package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which path takes which mode, and how the modes fail, pause and are stopped. */
final class DifyModesTest {
    private static final String KEY = "app-mode";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final String WRONG_ROUTE =
            "{\"code\": \"%s\", \"message\": \"Please check if your app mode matches the right API route.\", \"status\": 400}\n";
    private static final String UNAVAILABLE =
            "{\"code\": \"app_unavailable\", \"message\": \"App unavailable, please check your app configurations.\", \"status\": 400}\n";

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_path_takes_its_modes_only(Mode mode) throws Exception {
        dify.app(SimulatedApp.of(KEY, mode));
        String own = DifyClient.path(mode);

        for (String end : List.of("", "/4711/stop")) {
            expect("/chat-messages" + end, own, WRONG_ROUTE.formatted("not_chat_app"));
            expect("/completion-messages" + end, own, UNAVAILABLE);
        }
        expect("/workflows/run", own, WRONG_ROUTE.formatted("not_workflow_app"));
        expectElsewhere("/workflows/4711/run", own);
        expectElsewhere("/workflows/tasks/4711/stop", own);
        boolean converses = own.equals(DifyClient.CHAT);
        assertThat(client.get("/conversations", "Bearer " + KEY).statusCode())
                .isEqualTo(converses ? 200 : 400);
        assertThat(client.get("/messages", "Bearer " + KEY).statusCode())
                .isEqualTo(converses ? 404 : 400);
    }

    private void expect(String path, String own, String wrongMode) throws Exception {
        String body = client.post(path, KEY, "{\"user\":\"ann\"}").body();
        if (path.startsWith(own)) {
            assertThat(body).isNotEqualTo(wrongMode);
        } else {
            assertThat(body).isEqualTo(wrongMode);
        }
    }

    private void expectElsewhere(String path, String own) throws Exception {
        String body = client.post(path, KEY, "{\"user\":\"ann\"}").body();
        String wrongMode = WRONG_ROUTE.formatted("not_workflow_app");
        assertThat(body.equals(wrongMode)).isEqualTo(!own.equals(DifyClient.WORKFLOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AGENT_CHAT | invalid_param | Agent Chat App does not support blocking mode
                    AGENT      | bad_request   | Agent App only supports streaming response mode.
                    """)
    void agents_refuse_to_answer_in_one_piece(Mode mode, String code, String message)
            throws Exception {
        var app = SimulatedApp.of(KEY, mode);
        dify.app(app);

        assertThat(client.runWhole(app).body())
                .isEqualTo(
                        "{\"code\": \"%s\", \"message\": \"%s\", \"status\": 400}\n"
                                .formatted(code, message));
    }

    @Test
    void only_a_new_agent_streams_without_being_asked_to() throws Exception {
        String body = "{\"query\":\"x\",\"inputs\":{},\"user\":\"ann\"}";
        dify.app(SimulatedApp.agent(KEY));
        var newAgent = client.post(DifyClient.CHAT, KEY, body);
        dify.app(SimulatedApp.agentChat(KEY));
        var agent = client.post(DifyClient.CHAT, KEY, body);

        assertThat(newAgent.body()).startsWith("data: {\"event\":\"agent_thought\"");
        assertThat(agent.statusCode()).isEqualTo(400);
    }

    @Test
    void a_new_agent_repeats_its_answer_at_the_end() throws Exception {
        var app = SimulatedApp.agent(KEY).saying("Hi ", "you");
        dify.app(app);

        assertThat(client.run(app).body())
                .containsOnlyOnce("\"event\":\"message\"")
                .contains("\"answer\":\"Hi you\"");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,V1_15,message_end",
        "COMPLETION,V1_4_1,message_end",
        "AGENT_CHAT,V1_15,message_end",
        "AGENT,V1_15,message_end",
        "WORKFLOW,V1_15,workflow_finished",
        "ADVANCED_CHAT,V1_12,'message,workflow_finished,message_end'",
        "ADVANCED_CHAT,V1_15,'message,workflow_finished'"
    })
    void a_stopped_run_ends_as_its_mode_does(Mode mode, Profile profile, String last)
            throws Exception {
        assertThat(stopped(SimulatedApp.of(KEY, mode).profile(profile)))
                .endsWith(last.split(",", -1));
        assertThat(dify.runs().getFirst().outcome()).isEqualTo(Run.Outcome.STOPPED);
    }

    @Test
    void a_stopped_chatflow_may_still_tell_its_usage() throws Exception {
        assertThat(stopped(SimulatedApp.chatflow(KEY).quirks(Quirk.STOP_KEEPS_MESSAGE_END)))
                .endsWith("message", "workflow_finished", "message_end");
    }

    private List<String> stopped(SimulatedApp app) throws Exception {
        dify.app(app.script(List.of(new Step.Text("One"), new Step.Hold())));
        String path = DifyClient.path(app.mode());
        try (var raw = new RawClient(dify.url()).post(path, KEY, DifyClient.ask(app.mode()))) {
            raw.until("One");
            String tasks = path.equals(DifyClient.WORKFLOW) ? "/workflows/tasks" : path;
            String task = dify.runs().getFirst().taskId();
            client.post(tasks + "/" + task + "/stop", KEY, "{\"user\":\"ann\"}");
            return DifyClient.events(raw.until(LAST_CHUNK));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ADVANCED_CHAT,V1_12,'node_finished,workflow_finished,error'",
        "ADVANCED_CHAT,V1_13_0,'node_finished,workflow_finished'",
        "ADVANCED_CHAT,V1_15,'node_finished,workflow_finished'",
        "WORKFLOW,V1_12,'node_finished,workflow_finished'",
        "COMPLETION,V1_15,'message,error'",
        "AGENT_CHAT,V1_15,'agent_message,error'"
    })
    void a_failed_run_ends_as_its_mode_does(Mode mode, Profile profile, String last)
            throws Exception {
        var app = failing(SimulatedApp.of(KEY, mode).profile(profile));
        dify.app(app);

        assertThat(DifyClient.events(client.run(app).body())).endsWith(last.split(",", -1));
    }

    @Test
    void a_failed_chatflow_may_still_tell_its_error() throws Exception {
        var app = failing(SimulatedApp.chatflow(KEY).quirks(Quirk.FAILURE_KEEPS_ERROR));
        dify.app(app);

        assertThat(client.run(app).body())
                .endsWith(
                        "\"code\":\"invalid_param\",\"status\":400,\"message\":\"Run failed: overloaded\"}\n\n");
    }

    @Test
    void a_failed_chatflow_in_one_piece_is_400() throws Exception {
        var app = failing(SimulatedApp.chatflow(KEY));
        dify.app(app);

        assertThat(client.runWhole(app).body())
                .isEqualTo(
                        "{\"code\": \"invalid_param\", \"message\": \"Run failed: overloaded\", \"status\": 400}\n");
    }

    private static SimulatedApp failing(SimulatedApp app) {
        return app.saying("a", "b").failing(new Fault.FailedRun(1, "overloaded"));
    }

    @Test
    void a_paused_run_in_one_piece_tells_the_form_twice() throws Exception {
        var chatflow =
                SimulatedApp.chatflow(KEY)
                        .script(List.of(new Step.Text("Wait."), new Step.Paused("May I?")));
        dify.app(chatflow);

        String body = client.runWhole(chatflow).body();

        assertThat(body)
                .startsWith("{\"event\": \"workflow_paused\", \"task_id\": ")
                .contains(
                        "\"answer\": \"Wait.\"",
                        "\"data\": {\"id\": ",
                        "\"form_content\": \"May I?\"")
                .endsWith(
                        "\"status\": \"paused\", \"elapsed_time\": 0.5, \"total_tokens\": 188, \"total_steps\": 0}}\n");
    }

    @Test
    void a_paused_workflow_in_one_piece_has_not_finished() throws Exception {
        var workflow = SimulatedApp.workflow(KEY).script(List.of(new Step.Paused("May I?")));
        dify.app(workflow);

        assertThat(client.runWhole(workflow).body())
                .contains("\"status\": \"paused\"", "\"finished_at\": null")
                .contains("\"paused_nodes\": [\"1763738400004\"], \"reasons\": [{\"form_id\"");
    }

    @Test
    void nothing_follows_a_pause() throws Exception {
        var app =
                SimulatedApp.workflow(KEY)
                        .script(List.of(new Step.Paused("May I?"), new Step.Text("x")));
        dify.app(app);

        assertThat(DifyClient.events(client.run(app).body())).endsWith("workflow_paused");
    }

    @Test
    void a_published_version_can_be_run_by_its_id_since_1_7_2() throws Exception {
        var ids = AppIds.of(SimulatedApp.workflow(KEY));

        assertThat(version(Profile.NEW, ids.workflow())).contains("\"status\": \"succeeded\"");
        assertThat(version(Profile.NEW, "7"))
                .contains("\"bad_request\", \"message\": \"Invalid workflow_id format: '7'. \"");
        assertThat(version(Profile.NEW, ids.draft()))
                .contains("Cannot use draft workflow version. Workflow ID: " + ids.draft());
        assertThat(version(Profile.V1_7, ids.app()))
                .isEqualTo(
                        "{\"code\": \"not_found\", \"message\": \"Workflow not found with id: %s\", \"status\": 404}\n"
                                .formatted(ids.app()));
        assertThat(version(Profile.V1_4_1, ids.workflow())).contains("URL was not found");
    }

    private String version(Profile profile, String id) throws Exception {
        dify.app(SimulatedApp.workflow(KEY).profile(profile));
        String body = "{\"inputs\":{\"query\":\"x\"},\"user\":\"ann\"}";
        return client.post("/workflows/" + id + "/run", KEY, body).body();
    }

    @Test
    void a_chatflow_takes_the_version_in_its_body() throws Exception {
        dify.app(SimulatedApp.chatflow(KEY));
        String body = "{\"query\":\"x\",\"inputs\":{},\"user\":\"ann\",\"workflow_id\":\"7\"}";

        assertThat(client.post(DifyClient.CHAT, KEY, body).body())
                .contains("Invalid workflow_id format: '7'. ");
    }
}
