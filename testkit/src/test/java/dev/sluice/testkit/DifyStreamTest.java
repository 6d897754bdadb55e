package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifyStreamTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_763_738_400));
    private static final String KEY = "app-golden";
    private static final String PICTURE = "https://files.example/a.png";

    private final SimulatedDify dify = SimulatedDify.start(0, "127.0.0.1", 1, CLOCK);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,V0_6",
        "CHAT,V1_4_1",
        "CHAT,V1_15",
        "AGENT_CHAT,V0_6",
        "AGENT_CHAT,V1_15",
        "ADVANCED_CHAT,V0_6",
        "ADVANCED_CHAT,V1_4_1",
        "ADVANCED_CHAT,V1_9",
        "ADVANCED_CHAT,V1_15",
        "COMPLETION,V0_6",
        "COMPLETION,V1_15",
        "WORKFLOW,V0_6",
        "WORKFLOW,V1_4_1",
        "WORKFLOW,V1_15",
        "AGENT,V1_15"
    })
    void a_stream_is_that_of_its_mode_and_age(Mode mode, Profile profile) throws Exception {
        var app = app(mode).profile(profile).saying("Hi ", "你好 ", "🚀\n", "");

        var response = run(app);

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("X-Version")).hasValue(profile.version());
        assertThat(response.body()).isEqualTo(golden(mode, profile, "stream"));
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,V1_4_1",
        "CHAT,V1_15",
        "ADVANCED_CHAT,V1_15",
        "COMPLETION,V1_15",
        "WORKFLOW,V1_4_1",
        "WORKFLOW,V1_15"
    })
    void without_a_response_mode_the_answer_is_one_piece(Mode mode, Profile profile)
            throws Exception {
        var app = app(mode).profile(profile).saying("Hi ", "你好");
        dify.app(app);

        var response =
                client.post(
                        DifyClient.path(mode),
                        KEY,
                        DifyClient.ask(mode).replace(",\"response_mode\":\"streaming\"", ""));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo(golden(mode, profile, "blocking"));
    }

    @Test
    void every_kind_of_step_has_its_frame() throws Exception {
        var node = new Step.Node("n1", "http-request", "Fetch");
        var app =
                app(Mode.WORKFLOW)
                        .script(
                                List.of(
                                        new Step.Comment("waiting"),
                                        new Step.Ping(),
                                        new Step.Raw("data: {\"event\":\"tomorrow\"}\n\n"),
                                        new Step.NodeStarted(node),
                                        new Step.NodeFinished(node, "200 OK"),
                                        new Step.Reasoning("hm", false),
                                        new Step.Reasoning("", true),
                                        new Step.Text("no"),
                                        new Step.Replace("yes"),
                                        new Step.Speech("//uQ"),
                                        new Step.Failed(400, "invalid_param", "no such thing"),
                                        new Step.Paused("Is it right?")));

        assertThat(run(app).body()).isEqualTo(golden("workflow-steps.txt"));
    }

    @ParameterizedTest
    @CsvSource({"V1_4_1", "V1_15"})
    void a_canvas_tells_all_that_happens_on_it(Profile profile) throws Exception {
        var agent = new Step.Node("n4", "agent", "Agent");
        List<Step> script = new ArrayList<>(rounds());
        script.addAll(
                List.of(
                        new Step.AgentLog(agent, "ROUND 1", "", "start", "{}"),
                        new Step.AgentLog(
                                agent, "CALL", "ROUND 1", "success", "{\"output\":\"3\"}"),
                        new Step.FormFilled("approve"),
                        new Step.FormTimedOut(),
                        new Step.Reasoning("hm", true),
                        new Step.Text("Three"),
                        new Step.End("partial-succeeded", "")));

        assertThat(run(app(Mode.ADVANCED_CHAT).profile(profile).script(script)).body())
                .isEqualTo(golden("canvas-steps-%s.txt".formatted(profile.version())));
    }

    private static List<Step> rounds() {
        var inner = new Step.Node("n2", "code", "Sum").inside(Step.Node.ITERATION);
        var again = new Step.Node("n3", "tool", "Search").inside(Step.Node.LOOP);
        return List.of(
                new Step.Started(),
                new Step.Branch("b1", false),
                new Step.Round(Step.Node.ITERATION, Step.Phase.STARTED, 2),
                new Step.Round(Step.Node.ITERATION, Step.Phase.NEXT, 1),
                new Step.NodeStarted(inner),
                new Step.NodeRetry(inner, 1, "timed out"),
                new Step.NodeFinished(inner, "", "timed out", true),
                new Step.Round(Step.Node.ITERATION, Step.Phase.COMPLETED, 2),
                new Step.Round(Step.Node.LOOP, Step.Phase.STARTED, 3),
                new Step.Round(Step.Node.LOOP, Step.Phase.NEXT, 1),
                new Step.NodeStarted(again),
                new Step.Round(Step.Node.LOOP, Step.Phase.COMPLETED, 3),
                new Step.Branch("b1", true));
    }

    @Test
    void a_chat_has_files_and_replacements_of_its_own() throws Exception {
        var app =
                app(Mode.CHAT)
                        .script(
                                List.of(
                                        new Step.Text("no"),
                                        new Step.MessageFile(PICTURE),
                                        new Step.Replace("yes", "output_moderation"),
                                        new Step.Speech("//uQ"),
                                        new Step.Speech(""),
                                        new Step.Failed(
                                                400, "completion_request_error", "bad key")));

        assertThat(run(app).body()).isEqualTo(golden("chat-steps.txt"));
    }

    @Test
    void an_agent_draws_with_a_tool() throws Exception {
        var first = new Step.Thought(1);
        var calling = first.calling("dalle3;clock", "{\"dalle3\": {\"prompt\": \"a cat\"}}");
        var app =
                app(Mode.AGENT_CHAT)
                        .script(
                                List.of(
                                        first,
                                        calling,
                                        new Step.MessageFile(PICTURE),
                                        calling.observing("done", PICTURE),
                                        new Step.Text("Look."),
                                        new Step.End()));

        assertThat(run(app).body()).isEqualTo(golden("agent-steps.txt"));
    }

    @Test
    void a_quota_error_tells_its_status_last() throws Exception {
        var app =
                app(Mode.COMPLETION)
                        .script(List.of(new Step.Failed(400, "provider_quota_exceeded", "empty")));

        assertThat(run(app).body())
                .matches(
                        "data: \\{\"event\":\"error\",\"message_id\":\"[^\"]+\",\"created_at\":1763738400,\"code\":\"provider_quota_exceeded\",\"message\":\"empty\",\"status\":400}\n\n");
    }

    @Test
    void what_an_app_must_not_tell_is_in_its_node_events() throws Exception {
        assertThat(run(app(Mode.WORKFLOW).saying("Hi")).body())
                .contains(SimulatedApp.Details.DEFAULT_PROMPT);
    }

    @Test
    void two_runs_share_no_id() throws Exception {
        run(app(Mode.CHAT).saying("Hi"));
        run(app(Mode.CHAT).saying("Hi again"));

        var runs = dify.runs();
        assertThat(runs).extracting(Run::taskId).doesNotHaveDuplicates().hasSize(2);
        assertThat(runs).extracting(Run::conversationId).doesNotHaveDuplicates();
    }

    @Test
    void usage_and_outputs_are_those_of_the_app() throws Exception {
        var app = app(Mode.WORKFLOW).usage(7, 5).outputs("{\"n\":1,\"t\":\"$text\"}").saying("x");

        assertThat(run(app).body())
                .contains("\"outputs\":{\"n\":1,\"t\":\"x\"},\"error\":null")
                .contains("\"total_tokens\":12,\"total_steps\":3");
    }

    @Test
    void citations_prices_and_files_are_told_at_the_end() throws Exception {
        var app =
                app(Mode.ADVANCED_CHAT)
                        .saying("x")
                        .price("0E-7")
                        .citing("[{\"position\":1}]")
                        .making("[{\"filename\":\"a.pdf\"}]");

        assertThat(run(app).body())
                .contains("\"annotation_reply\":null,\"retriever_resources\":[{\"position\":1}]")
                .contains("\"total_price\":\"0E-7\",\"currency\":\"USD\"")
                .contains("\"reasoning\":{}},\"files\":[{\"filename\":\"a.pdf\"}]}")
                .contains("\"exceptions_count\":0,\"files\":[{\"filename\":\"a.pdf\"}]}");
    }

    @Test
    void an_annotation_comes_letter_by_letter_and_costs_nothing() throws Exception {
        assertThat(run(app(Mode.AGENT_CHAT).annotated("Oh🚀")).body())
                .contains("\"event\":\"message\"", "\"answer\":\"O\"", "\"answer\":\"🚀\"")
                .contains("\"annotation_reply\":{\"id\":", "\"total_tokens\":0")
                .doesNotContain("agent_message");
    }

    private HttpResponse<String> run(SimulatedApp app) throws Exception {
        dify.app(app);
        return client.run(app);
    }

    private static SimulatedApp app(Mode mode) {
        return SimulatedApp.of(KEY, mode);
    }

    private static String golden(Mode mode, Profile profile, String what) throws IOException {
        return golden("%s-%s-%s.txt".formatted(mode.wireName(), profile.version(), what));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        DifyStreamTest.class.getResourceAsStream("/dify/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
