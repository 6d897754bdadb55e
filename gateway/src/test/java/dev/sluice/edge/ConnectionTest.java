package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What HTTP itself promises: connections that last, ids, and secrets that stay where they are. */
final class ConnectionTest {
    private static final TestGateway GATEWAY =
            TestGateway.with(
                            SimulatedApp.chat("app-app").saying("Fine."),
                            SimulatedApp.chat("app-sick").failing(new Fault.HtmlPage(502)))
                    .tapped()
                    .start();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void requests_sent_ahead_are_answered_in_their_order() {
        try (var client = GATEWAY.client()) {
            client.get("/healthz").get("/").get("/v1/models");

            assertThat(client.answer().body()).isEqualTo("alive\n");
            assertThat(client.send("").answer().body()).isEqualTo("Ollama is running");
            assertThat(client.send("").answer().body()).contains("\"list\"");
        }
    }

    @Test
    void chats_sent_ahead_are_answered_in_their_order() {
        try (var client = GATEWAY.client()) {
            client.ask(Question.to("app").streamed()).get("/healthz");

            assertThat(client.answer().events().isDone()).isTrue();
            assertThat(client.send("").answer().body()).isEqualTo("alive\n");
        }
    }

    @Test
    void after_errors_and_streams_a_connection_goes_on() {
        try (var client = GATEWAY.client()) {
            assertThat(client.ask(Question.to("nobody")).answer().status()).isEqualTo(404);
            assertThat(client.ask(Question.to("sick")).answer().status()).isEqualTo(502);
            assertThat(client.ask(Question.to("app").streamed()).answer().events().isDone())
                    .isTrue();
            assertThat(client.post("/v1/chat/completions", "{").answer().status()).isEqualTo(400);
            assertThat(client.ask(Question.to("app")).answer().body()).contains("Fine.");
        }
    }

    @Test
    void an_offer_to_speak_http_2_in_clear_text_is_answered_as_if_it_were_not_made() {
        try (var client = GATEWAY.client()) {
            client.send(
                    health(
                            "Connection: Upgrade, HTTP2-Settings",
                            "Upgrade: h2c",
                            "HTTP2-Settings: AAMAAABkAAQAAP__"));

            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("alive\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "sick", "nobody"})
    void every_answer_has_an_id_and_every_error_repeats_it(String model) {
        Answer answer = GATEWAY.ask(Question.to(model));

        String id = answer.header("x-request-id");
        assertThat(id).startsWith("req_");
        if (answer.status() != 200) {
            assertThat(
                            JsonMapper.shared()
                                    .readTree(answer.body())
                                    .at("/error/diagnosis/request_id")
                                    .asString())
                    .isEqualTo(id);
        }
        assertThat(GATEWAY.ask(Question.to(model)).header("x-request-id")).isNotEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/v1/models", "/v1/nowhere", "/v1/.."})
    void every_path_answers_with_an_id(String path) {
        try (var client = GATEWAY.client()) {
            assertThat(client.get(path).answer().header("x-request-id")).startsWith("req_");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"
            })
    void what_is_not_http_is_told_so(String bytes) {
        try (var client = GATEWAY.client()) {
            Answer answer = client.send(bytes).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("x-request-id")).startsWith("req_");
        }
    }

    @Test
    void a_head_of_more_than_32_kib_is_refused() {
        try (var client = GATEWAY.client()) {
            client.send(health("X-Long: " + "x".repeat(33 << 10)));

            assertThat(client.answer().status()).isEqualTo(431);
        }
    }

    @Test
    void nothing_by_which_the_client_is_known_reaches_the_upstream() {
        String json = Question.to("app").json();
        try (var client = GATEWAY.client()) {
            client.send(
                    """
                    POST /v1/chat/completions HTTP/1.1
                    Host: localhost
                    Authorization: Bearer client-secret
                    X-Api-Key: client-secret
                    Cookie: session=client-secret
                    X-Forwarded-For: 203.0.113.7
                    Content-Length: %d

                    %s\
                    """
                            .formatted(json.length(), json)
                            .replace("\n", "\r\n"));

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(GATEWAY.sentToDify())
                    .contains("Bearer app-app")
                    .doesNotContain("client-secret", "203.0.113.7", "gateway.example");
            assertThat(GATEWAY.dify().runs()).extracting(Run::user).containsOnly("open");
        }
    }

    private static String health(String... headers) {
        return "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }
}
