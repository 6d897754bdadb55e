package dev.sluice.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What was wrong with the answers of OpenDify, by the numbers of its list of defects. */
final class OpenDifyStreamsTest {
    private static final SimulatedApp CHAT = SimulatedApp.chat("app-app");
    private static final Question QUESTION = Question.to("app");
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 429, 500, 503})
    void b1_an_error_of_the_upstream_is_never_a_success_of_a_stream(int status) {
        Answer answer = streamed(CHAT.failing(new Fault.JsonError(status, "some_code", "No.")));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.diagnosis()).isNotEmpty();
    }

    @Test
    void b2_letters_of_many_bytes_survive_being_torn_apart() {
        Answer answer = streamed(CHAT.saying("网关会", "逐字🚀", "转发。").failing(new Fault.Split(1)));

        assertThat(answer.events().content()).isEqualTo("网关会逐字🚀转发。");
        assertThat(answer.events().isDone()).isTrue();
    }

    @Test
    void b3_an_upstream_is_asked_not_to_compress() {
        try (var gateway = TestGateway.of(CHAT)) {
            var _ = gateway.ask(QUESTION.streamed());

            assertThat(gateway.dify().runs().getFirst().headers().get("accept-encoding"))
                    .containsExactly("identity");
        }
    }

    @Test
    void b3_an_upstream_that_compresses_all_the_same_is_a_failure_and_no_empty_answer()
            throws IOException {
        try (var compressing = CompressingDify.start();
                var gateway = TestGateway.with().upstream("app", compressing.url()).start()) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-FOREIGN-ANSWER");
            assertThat(answer.body()).contains("packed (gzip)");
        }
    }

    @Test
    void b4_an_agent_that_says_something_is_heard() {
        Answer answer = streamed(SimulatedApp.agentChat("app-app").saying("It is", " ten."));

        assertThat(answer.events().content()).isEqualTo("It is ten.");
        assertThat(answer.events().isDone()).isTrue();
    }

    @Test
    void b4_a_text_that_is_replaced_is_not_shown_as_if_it_were_not() {
        var app = played(CHAT, new Step.Text("Bad"), new Step.Replace("No."), new Step.End());

        assertThat(streamed(app).body())
                .contains("\"finish_reason\":\"content_filter\"", "\"replacement\":\"No.\"");
    }

    @Test
    void b4_an_error_event_is_told_and_the_answer_does_not_look_complete() {
        var failed = new Step.Failed(400, "completion_request_error", "It broke.");

        Answer answer = streamed(played(CHAT, new Step.Text("Half"), failed));

        assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
        assertThat(answer.body()).doesNotContain("[DONE]");
        assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
    }

    @Test
    void b4_the_outputs_of_a_workflow_are_its_answer() {
        var silent = played(SimulatedApp.workflow("app-app"), new Step.Started(), new Step.End());

        assertThat(streamed(silent.outputs("{\"sum\":\"42\"}")).events().content()).isEqualTo("42");
    }

    @Test
    void b4_a_file_of_the_model_is_a_link() {
        var file = new Step.MessageFile("https://files.example/a.png");

        assertThat(streamed(played(CHAT, file, new Step.End())).events().content())
                .contains("(https://files.example/a.png)");
    }

    @Test
    void b5_text_that_is_there_goes_out_as_it_came_and_at_once() {
        String ready = "x".repeat(250);

        Answer answer = streamed(CHAT.saying(ready));

        assertThat(answer.events().data())
                .filteredOn(data -> data.contains("\"content\":\"x"))
                .singleElement()
                .asString()
                .contains("\"content\":\"" + ready + "\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void b18_a_message_with_quotes_and_line_breaks_is_still_json(boolean atOnce) {
        String message = "He said \"no\",\n\tand \\left\\.";
        var app =
                atOnce
                        ? CHAT.failing(
                                new Fault.JsonError(400, "completion_request_error", message))
                        : played(CHAT, new Step.Text("Half"), failed(message));

        Answer answer = streamed(app);

        String json = atOnce ? answer.body() : answer.events().data().getLast();
        assertThat(JSON.readTree(json).at("/error/message").asString())
                .contains("He said \"no\", and \\left\\.");
    }

    /** Its shortest limit stands for sixty seconds. */
    @Test
    void b22_a_stream_may_last_longer_than_any_limit_while_it_goes_on() {
        var limit = Duration.ofSeconds(2);
        var limits = new Deadlines(limit, limit, limit, limit, limit, Deadlines.DIFY.total());
        var app = CHAT.tokens(32).every(limit.dividedBy(20));
        try (var gateway = TestGateway.with(app).deadlines(limits).start()) {
            assertThat(gateway.ask(QUESTION.streamed()).events().isDone()).isTrue();
        }
        assertThat(Deadlines.DIFY.total()).isZero();
    }

    @Test
    void b23_the_framing_is_told_once_and_nothing_is_said_of_an_encoding() throws Exception {
        try (var gateway = TestGateway.of(CHAT);
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var address = URI.create("http://127.0.0.1:" + gateway.port() + "/v1/chat/completions");
            var request =
                    HttpRequest.newBuilder(address)
                            .POST(HttpRequest.BodyPublishers.ofString(QUESTION.streamed().json()))
                            .build();

            var headers = client.send(request, HttpResponse.BodyHandlers.discarding()).headers();

            assertThat(headers.allValues("transfer-encoding")).containsExactly("chunked");
            assertThat(headers.allValues("content-length")).isEmpty();
            assertThat(headers.allValues("content-encoding")).isEmpty();
        }
    }

    @Test
    void b26_every_chunk_has_an_id_even_of_an_answer_without_text() {
        Answer answer = streamed(played(CHAT, new Step.End()));

        assertThat(answer.events().isDone()).isTrue();
        assertThat(answer.events().data())
                .filteredOn(data -> data.startsWith("{"))
                .isNotEmpty()
                .allSatisfy(data ->
                        assertThat(JSON.readTree(data).path("id").asString(""))
                                .startsWith("chatcmpl-"));
    }

    private static Step failed(String message) {
        return new Step.Failed(400, "completion_request_error", message);
    }

    private static SimulatedApp played(SimulatedApp app, Step... steps) {
        return app.script(List.of(steps));
    }

    private static Answer streamed(SimulatedApp app) {
        try (var gateway = TestGateway.of(app)) {
            return gateway.ask(QUESTION.streamed());
        }
    }
}
