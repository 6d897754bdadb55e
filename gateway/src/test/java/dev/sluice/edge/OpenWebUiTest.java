package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ClientTraits;
import dev.sluice.access.ClientTraits.StreamErrors;
import dev.sluice.access.Grants;
import dev.sluice.http.Timing;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RecordedRequests;
import dev.sluice.testing.Sse;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Open WebUI is shown, and no other client. */
final class OpenWebUiTest {
    private static final SimulatedApp BREAKING =
            SimulatedApp.chat("app-app")
                    .saying("One", " two", " three")
                    .failing(new Fault.FailedRun(2, "It broke."));
    private static final SimulatedApp FLOW =
            SimulatedApp.chatflow("app-app")
                    .script(
                            List.of(
                                    new Step.Started(),
                                    new Step.NodeStarted(new Step.Node("1", "llm", "Look up")),
                                    new Step.NodeFinished(new Step.Node("1", "llm", "Look up"), ""),
                                    new Step.NodeStarted(new Step.Node("2", "llm", "Write")),
                                    new Step.Text("One"),
                                    new Step.Text(" two"),
                                    new Step.End()));
    private static final Question QUESTION = Question.to("app");
    private static final Question OPEN_WEBUI =
            QUESTION.header("X-OpenWebUI-User-Id", "u1").header("X-OpenWebUI-Chat-Id", "c1");

    /** Committed at once, as after a wait of 8 s. */
    private static final Timing IMPATIENT =
            new Timing(Duration.ofMillis(1), Duration.ofSeconds(15), Duration.ofMinutes(2));

    @ParameterizedTest
    @ValueSource(strings = {"X-OpenWebUI-User-Id", "x-openwebui-chat-id", "X-OpenWebUI-Task"})
    void after_a_failure_its_stream_ends_cleanly_and_without_a_terminator(String header) {
        try (var gateway = TestGateway.of(BREAKING);
                var client = gateway.client()) {
            Answer answer = client.ask(QUESTION.streamed().header(header, "x")).answer();

            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            assertThat(answer.body()).doesNotContain("[DONE]");
            assertThat(client.ask(QUESTION).answer().status()).isEqualTo(502);
        }
    }

    @Test
    void its_recorded_turn_keeps_text_and_message_of_a_stream_that_breaks_off() throws Exception {
        var app = BREAKING.named("chat-bot");
        try (var gateway = TestGateway.of(app);
                var client = gateway.client()) {
            Answer answer =
                    client.send(RecordedRequests.of("open-webui/turn-second.txt").getFirst().http())
                            .answer();

            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
        }
    }

    @Test
    void the_stream_of_any_other_client_is_cut() {
        try (var gateway = TestGateway.of(BREAKING)) {
            Question other = QUESTION.streamed().header("User-Agent", "Python/3.11 aiohttp/3.14.5");
            Answer answer = gateway.ask(other);

            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
        }
    }

    @Test
    void a_key_decides_how_streams_end_whatever_the_headers_say() {
        var access = AccessConfig.of(AccessConfig.Mode.KEYS);
        try (var gateway = TestGateway.with(BREAKING).access(access).start()) {
            String webui = key(gateway, "webui", ClientTraits.OPEN_WEBUI);
            String event = key(gateway, "event", ClientTraits.NONE.with(StreamErrors.EVENT));
            String cut = key(gateway, "cut", ClientTraits.OPEN_WEBUI.with(StreamErrors.CUT));
            String any = key(gateway, "any", ClientTraits.NONE);
            await().until(() -> gateway.ask(by(any, QUESTION)).status() == 502);

            assertThat(end(gateway, by(webui, QUESTION))).isEqualTo(Answer.End.WHOLE);
            assertThat(end(gateway, by(event, QUESTION))).isEqualTo(Answer.End.WHOLE);
            assertThat(end(gateway, by(cut, OPEN_WEBUI))).isEqualTo(Answer.End.CLOSED);
            assertThat(end(gateway, by(any, QUESTION))).isEqualTo(Answer.End.CLOSED);
            assertThat(end(gateway, by(any, OPEN_WEBUI))).isEqualTo(Answer.End.WHOLE);
        }
    }

    private static String key(TestGateway gateway, String name, ClientTraits traits) {
        return gateway.gateway().keys().create(name, Grants.CHAT.forProgram(traits)).key();
    }

    private static Question by(String key, Question question) {
        return question.header("Authorization", "Bearer " + key);
    }

    private static Answer.End end(TestGateway gateway, Question question) {
        return gateway.ask(question.streamed()).end();
    }

    @Test
    void it_sees_the_steps_of_an_answer_that_it_waits_for() {
        var late = FLOW.failing(new Fault.LateEvents(Duration.ofMillis(200)));
        try (var gateway = TestGateway.with(late).timing(IMPATIENT).start()) {
            Answer answer = gateway.ask(OPEN_WEBUI.streamed());

            assertThat(answer.events().data())
                    .startsWith(
                            status("Waiting for the answer", false),
                            status("Look up", false),
                            status("Write", false),
                            status("Write", true));
            assertThat(answer.events().content()).isEqualTo("One two");
            assertThat(answer.events().isDone()).isTrue();
        }
    }

    @Test
    void others_see_none_of_it() {
        var late = FLOW.failing(new Fault.LateEvents(Duration.ofMillis(200)));
        try (var gateway = TestGateway.with(late).timing(IMPATIENT).start()) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.body()).doesNotContain("\"event\"", "Look up");
            assertThat(answer.events().comments()).isNotEmpty();
        }
    }

    @Test
    void steps_of_a_quick_answer_leave_its_head_to_the_answer() {
        try (var gateway = TestGateway.of(FLOW)) {
            assertThat(gateway.ask(OPEN_WEBUI.streamed()).body()).doesNotContain("\"event\"");
        }
        var failing = FLOW.failing(new Fault.FailedRun(0, "It broke."));
        try (var gateway = TestGateway.of(failing)) {
            assertThat(gateway.ask(OPEN_WEBUI.streamed()).status()).isEqualTo(502);
        }
    }

    @Test
    void what_it_waits_for_is_over_when_the_answer_fails() {
        var failing =
                FLOW.failing(
                        new Fault.LateEvents(Duration.ofMillis(200)),
                        new Fault.FailedRun(0, "It broke."));
        try (var gateway = TestGateway.with(failing).timing(IMPATIENT).start()) {
            Answer answer = gateway.ask(OPEN_WEBUI.streamed());

            List<String> data = answer.events().data();
            assertThat(data.get(data.size() - 2)).isEqualTo(status("Write", true));
            assertThat(answer.events().diagnosis()).isEqualTo("RUN-FAILED");
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        }
    }

    private static String status(String description, boolean done) {
        return "{\"event\":{\"type\":\"status\",\"data\":{\"description\":\"%s\",\"done\":%s}}}"
                .formatted(description, done);
    }

    @Test
    void it_shows_what_an_answer_rests_on() {
        var app =
                SimulatedApp.chat("app-app")
                        .saying("Read.")
                        .citing(
                                """
                                [{"position":1,"dataset_name":"Shelf","document_name":"Book","score":0.5,"content":"Page 1"},\
                                {"position":2,"dataset_name":"Shelf","document_name":"","content":"%s"}]\
                                """
                                        .formatted("p".repeat(50_000)));
        try (var gateway = TestGateway.of(app)) {
            Sse events = gateway.ask(OPEN_WEBUI.streamed()).events();

            assertThat(events.data())
                    .contains(
                            """
                            {"event":{"type":"source","data":{"source":{"name":"Book"},"document":["Page 1"],"metadata":[{"source":"Book","collection":"Shelf"}],"distances":[0.5]}}}\
                            """);
            assertThat(events.data()).filteredOn(data -> data.contains("\"source\"")).hasSize(2);
            assertThat(events.data()).allSatisfy(data -> assertThat(data).hasSizeLessThan(32_000));
            assertThat(events.isDone()).isTrue();
            assertThat(gateway.ask(QUESTION.streamed()).body()).doesNotContain("\"event\"");
            assertThat(gateway.ask(OPEN_WEBUI).body()).doesNotContain("\"event\"");
        }
    }
}
