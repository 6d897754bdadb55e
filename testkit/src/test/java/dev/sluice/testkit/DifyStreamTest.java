package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DifyStreamTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_763_738_400));
    private static final String KEY = "app-golden";

    private final SimulatedDify dify = SimulatedDify.start(0, "127.0.0.1", 1, CLOCK);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @CsvSource({"CHAT,NEW", "CHAT,OLD", "WORKFLOW,NEW", "WORKFLOW,OLD"})
    void a_stream_is_that_of_its_mode_and_age(Mode mode, Profile profile) throws Exception {
        dify.app(app(mode).profile(profile).saying("Hi ", "你好 ", "🚀\n", ""));

        var response = client.post(path(mode), KEY, ask(mode));

        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/event-stream; charset=utf-8");
        assertThat(response.headers().firstValue("X-Version")).hasValue(profile.version());
        assertThat(response.body()).isEqualTo(golden(mode, profile, "stream"));
    }

    @ParameterizedTest
    @CsvSource({"CHAT,NEW", "CHAT,OLD", "WORKFLOW,NEW", "WORKFLOW,OLD"})
    void without_a_response_mode_the_answer_is_one_piece(Mode mode, Profile profile)
            throws Exception {
        dify.app(app(mode).profile(profile).saying("Hi ", "你好"));

        var response =
                client.post(
                        path(mode), KEY, ask(mode).replace(",\"response_mode\":\"streaming\"", ""));

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo(golden(mode, profile, "blocking"));
    }

    @Test
    void every_kind_of_step_has_its_frame() throws Exception {
        var node = new Step.Node("n1", "http-request", "Fetch");
        dify.app(
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
                                        new Step.Failed(400, "invalid_param", "no such thing"),
                                        new Step.Paused("Is it right?"))));

        var response = client.post(DifyClient.WORKFLOW, KEY, DifyClient.ASK_WORKFLOW);

        assertThat(response.body()).isEqualTo(golden("workflow-steps.txt"));
    }

    @Test
    void a_chat_has_files_and_replacements_of_its_own() throws Exception {
        dify.app(
                app(Mode.CHAT)
                        .script(
                                List.of(
                                        new Step.Text("no"),
                                        new Step.MessageFile("https://files.example/a.png"),
                                        new Step.Replace("yes"),
                                        new Step.Failed(
                                                400, "completion_request_error", "bad key"))));

        var response = client.post(DifyClient.CHAT, KEY, DifyClient.ASK);

        assertThat(response.body()).isEqualTo(golden("chat-steps.txt"));
    }

    @Test
    void what_an_app_must_not_tell_is_in_its_node_events() throws Exception {
        dify.app(app(Mode.WORKFLOW).saying("Hi"));

        var response = client.post(DifyClient.WORKFLOW, KEY, DifyClient.ASK_WORKFLOW);

        assertThat(response.body()).contains(SimulatedApp.Details.DEFAULT_PROMPT);
    }

    @Test
    void two_runs_share_no_id() throws Exception {
        dify.app(app(Mode.CHAT).saying("Hi"));

        client.post(DifyClient.CHAT, KEY, DifyClient.ASK);
        dify.app(app(Mode.CHAT).saying("Hi again"));
        client.post(DifyClient.CHAT, KEY, DifyClient.ASK);

        var runs = dify.runs();
        assertThat(runs).extracting(Run::taskId).doesNotHaveDuplicates().hasSize(2);
        assertThat(runs).extracting(Run::conversationId).doesNotHaveDuplicates();
    }

    @Test
    void usage_and_outputs_are_those_of_the_app() throws Exception {
        dify.app(app(Mode.WORKFLOW).usage(7, 5).outputs("{\"n\":1,\"t\":\"$text\"}").saying("x"));

        var response = client.post(DifyClient.WORKFLOW, KEY, DifyClient.ASK_WORKFLOW);

        assertThat(response.body())
                .contains("\"outputs\":{\"n\":1,\"t\":\"x\"},\"error\":null")
                .contains("\"total_tokens\":12,\"total_steps\":3");
    }

    private static SimulatedApp app(Mode mode) {
        return mode == Mode.CHAT ? SimulatedApp.chat(KEY) : SimulatedApp.workflow(KEY);
    }

    private static String path(Mode mode) {
        return mode == Mode.CHAT ? DifyClient.CHAT : DifyClient.WORKFLOW;
    }

    private static String ask(Mode mode) {
        return mode == Mode.CHAT ? DifyClient.ASK : DifyClient.ASK_WORKFLOW;
    }

    private static String golden(Mode mode, Profile profile, String what) throws IOException {
        return golden(
                "%s-%s-%s.txt"
                        .formatted(mode.wireName(), profile.name().toLowerCase(Locale.ROOT), what));
    }

    private static String golden(String name) throws IOException {
        try (InputStream file =
                Objects.requireNonNull(
                        DifyStreamTest.class.getResourceAsStream("/dify/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
