package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.AnswerSettings.Tools;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request wants of its answer: carried out, refused, or ignored with a word about it. */
final class AnswerOptionsTest {
    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\",\"parameters\":{}}}]";
    private static final SimulatedApp APP = SimulatedApp.chat("app-chat-bot");
    private static final TestGateway GATEWAY = TestGateway.with(APP).start();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void the_tools_of_open_webui_are_ignored_with_a_warning() throws IOException {
        Answer answer = play("turn-default-tools.txt", 0);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.events().isDone()).isTrue();
        assertThat(answer.header("x-sluice-warning")).contains("TOOLS-IGNORED");
    }

    @Test
    void a_picture_of_open_webui_is_refused_once_and_then_left_out() throws IOException {
        Answer first = play("turn-image.txt", 0);
        Answer second = play("turn-image.txt", 1);

        assertThat(first.status()).isEqualTo(400);
        assertThat(first.body()).contains("\"param\":\"messages[0].content[1].type\"");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("x-sluice-warning")).contains("IMAGE-IGNORED");
        assertThat(GATEWAY.dify().runs().getLast().query())
                .contains("A second turn")
                .doesNotContain("base64", "image", "IGNORED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":[]",
                TOOL + ",\"tool_choice\":\"none\"",
                "\"functions\":[{\"name\":\"f\"}],\"function_call\":\"none\"",
                "\"temperature\":1,\"n\":1,\"response_format\":{\"type\":\"text\"},\"stop\":null"
            })
    void what_wishes_for_nothing_is_no_reason_to_warn(String members) {
        Answer answer = GATEWAY.ask(Question.to("chat-bot").with(members));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-sluice-warning")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                TOOL + ",\"tool_choice\":\"required\" | tool_choice",
                TOOL
                        + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"clock\"}} | tool_choice",
                "\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"} | function_call"
            })
    void a_tool_that_has_to_be_called_is_refused(String members, String param) {
        int before = GATEWAY.dify().runs().size();

        Answer answer = GATEWAY.ask(Question.to("chat-bot").with(members));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-UNSUPPORTED");
        assertThat(answer.body()).contains("\"param\":\"" + param + "\"");
        assertThat(GATEWAY.dify().runs()).hasSize(before);
    }

    @Test
    void an_upstream_may_refuse_tools() {
        var refusing = new AnswerSettings(Tools.REFUSE, "", Replaced.FILTER, ReasoningFormat.FIELD);
        try (var gateway = TestGateway.with(APP).answers(refusing).start()) {
            Answer answer = gateway.ask(Question.to("chat-bot").with(TOOL));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"param\":\"tools\"");
            assertThat(gateway.ask(Question.to("chat-bot")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_model_that_is_known_is_listed_with_what_it_can_do() {
        GATEWAY.ask(Question.to("chat-bot"));
        try (var client = GATEWAY.client()) {
            String models = client.get("/v1/models").answer().body();

            assertThat(models)
                    .contains(
                            "\"owned_by\":\"sluice\",\"name\":\"chat-bot\"",
                            "\"capabilities\":{\"builtin_tools\":false,\"usage\":true,\"vision\":false}")
                    .doesNotContain("file_context");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parameters_that_have_no_effect_are_warned_of_once(boolean stream) {
        var question =
                Question.to("chat-bot")
                        .with(
                                "\"temperature\":0.2,\"max_tokens\":5,\"response_format\":{\"type\":\"json_object\"},\"seed\":\"SECRET\"");

        Answer answer = GATEWAY.ask(stream ? question.streamed() : question);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-sluice-warning")).isEqualTo("PARAMETER-IGNORED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_ends_before_its_stop_and_the_run_is_stopped(boolean stream) {
        var app =
                SimulatedApp.chat("app-agent")
                        .saying("Action: search", "[x]\nObser", "vation: invented", " and more");
        try (var gateway = TestGateway.with(app).start()) {
            var question = Question.to("agent").with("\"stop\":[\"\\nObservation\"]");

            Answer answer = gateway.ask(stream ? question.streamed() : question);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
            assertThat(answer.body())
                    .contains("search", "[x]", "\"finish_reason\":\"stop\"")
                    .doesNotContain("invented", "Obser");
            assertThat(answer.header("x-sluice-warning")).isEmpty();
            Run run = gateway.dify().runs().getFirst();
            await().untilAsserted(
                            () -> assertThat(gateway.dify().stops()).containsExactly(run.taskId()));
        }
    }

    @Test
    void the_next_request_of_a_chat_goes_on_after_a_stop() {
        var app = SimulatedApp.chat("app-agent").saying("one", " two", " three");
        try (var gateway = TestGateway.with(app).start()) {
            var first = Question.to("agent").header("X-Session-Id", "c").with("\"stop\":\" two\"");
            gateway.ask(first.saying("Count"));

            Answer second =
                    gateway.ask(
                            Question.to("agent")
                                    .header("X-Session-Id", "c")
                                    .after("Count", "one")
                                    .saying("Go on"));

            assertThat(second.header("x-sluice-conversation")).isEqualTo("continued");
        }
    }

    /** A request as Open WebUI sent it, with its key and host ours. */
    private static Answer play(String recording, int number) throws IOException {
        String text = Files.readString(Path.of("../transcripts/open-webui", recording));
        String request = text.split("\n=========\n\n|\n\n(?=POST )", -1)[number + 1];
        String json = request.substring(request.indexOf("\n{") + 1);
        try (var client = GATEWAY.client()) {
            return client.post("/v1/chat/completions", json.substring(0, json.indexOf('\n')))
                    .answer();
        }
    }
}
