package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is asked, and under which path. */
final class RequestTest {
    private static final String MESSAGES = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String LONG_NAME = "hf.co/library/llama3:8b";
    private static final TestGateway GATEWAY =
            TestGateway.of(
                    SimulatedApp.chat("app-app"), SimulatedApp.chat("app-long").named(LONG_NAME));

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "\"text\"",
                "{'model':'app'," + MESSAGES + "} more",
                "{'model':'app','model':'other'," + MESSAGES + "}",
                "{'model':'app'," + "'messages':[{'role':'user','role':'system','content':'Hi'}]}"
            })
    void a_body_that_is_not_one_json_object_is_refused(String body) {
        Answer answer = chat(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-JSON");
        assertThat(error(answer).path("code").asString()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {}                                                              | model
                    {'model':7}                                                     | model
                    {'model':'app'}                                                 | messages
                    {'model':'app','messages':'Hi'}                                 | messages
                    {'model':'app','messages':[]}                                   | messages
                    {'model':'app','messages':['Hi']}                               | messages[0]
                    {'model':'app','messages':[{'role':'bard','content':'Hi'}]}     | messages[0].role
                    {'model':'app','messages':[{'role':'user','content':7}]}        | messages[0].content
                    {'model':'app','stream':'yes','messages':[{'role':'user','content':'Hi'}]} | stream
                    {'model':'app','user':7,'messages':[{'role':'user','content':'Hi'}]}       | user
                    {'model':'app','n':'two','messages':[{'role':'user','content':'Hi'}]}      | n
                    {'model':'app','n':2,'messages':[{'role':'user','content':'Hi'}]}          | n
                    {'model':'nobody','messages':[{'role':'user','content':'Hi'}]}             | model
                    """)
    void a_wrong_field_is_named(String body, String param) {
        Answer answer = chat(body);

        assertThat(answer.status()).isEqualTo(body.contains("nobody") ? 404 : 400);
        assertThat(error(answer).path("param").asString()).isEqualTo(param);
    }

    @Test
    void more_than_one_answer_is_refused_as_unsupported() {
        Answer answer = GATEWAY.ask(Question.to("app").with("\"n\":2"));

        assertThat(answer.diagnosis()).isEqualTo("REQUEST-UNSUPPORTED");
        assertThat(error(answer).path("code").asString()).isEqualTo("unsupported_parameter");
    }

    @Test
    void an_unknown_model_is_told_with_those_there_are() {
        Answer answer = GATEWAY.ask(Question.to("nobody"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("MODEL-UNKNOWN");
        assertThat(error(answer).path("code").asString()).isEqualTo("model_not_found");
        assertThat(answer.body()).contains("app, " + LONG_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/nowhere", "/v1/chat/completion", "/v2/models", "//v1/model", "/v1"})
    void an_unknown_path_is_told_with_the_path(String path) {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(error(answer).path("code").asString()).isEqualTo("unknown_url");
        assertThat(error(answer).path("message").asString())
                .startsWith("Invalid URL (GET " + path + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, POST",
        "DELETE, /v1/models, GET",
        "PUT, /v1/models/app, GET"
    })
    void a_wrong_method_is_told_with_the_right_one(String method, String path, String right) {
        Answer answer = request(method, path);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(error(answer).path("code").asString()).isEqualTo("method_not_supported");
        assertThat(error(answer).path("message").asString()).contains("Use " + right + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../healthz",
                "/v1/%2e%2E/healthz",
                "/v1/.%2e/healthz",
                "/v1/models/..",
                "/v1/./models",
                "/v1/models;jsessionid=1",
                "/v1/models/a%5Cb",
                "/v1/models/a%00",
                "/v1/models/%zz",
                "/v1/models/a%2"
            })
    void a_path_that_can_be_read_in_two_ways_is_refused(String path) {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-PATH");
    }

    @Test
    void the_models_are_listed() {
        JsonNode models = JsonMapper.shared().readTree(get("/v1/models").body());

        assertThat(models.path("object").asString()).isEqualTo("list");
        assertThat(models.path("data").valueStream().map(model -> model.path("id").asString()))
                .containsExactly("app", LONG_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf.co%2Flibrary%2Fllama3:8b",
                "hf.co%2flibrary%2fllama3%3A8b",
                "hf.co/library/llama3:8b",
                "hf.co%2Flibrary%2Fllama3:8b?verbose=1"
            })
    void a_model_with_slashes_and_a_colon_in_its_name_is_found(String id) {
        Answer answer = get("/v1/models/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"" + LONG_NAME + "\"");
    }

    @Test
    void a_model_that_is_not_there_is_told() {
        Answer answer = get("/v1/models/nobody");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("MODEL-UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource({
        "/, Ollama is running",
        "/healthz, alive",
        "/readyz, ready",
        "/readyz?full=1, ready"
    })
    void whoever_looks_after_it_is_answered(String path, String words) {
        Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().strip()).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/v1/models"})
    void a_head_request_is_answered_without_a_body(String path) {
        try (var client = GATEWAY.client()) {
            client.send(
                    "HEAD %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(path));

            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).isEqualTo(get(path).header("content-type"));
            assertThat(answer.body()).isEmpty();
        }
    }

    private static Answer chat(String body) {
        try (var client = GATEWAY.client()) {
            return client.post("/v1/chat/completions", body.replace('\'', '"')).answer();
        }
    }

    private static Answer get(String path) {
        return request("GET", path);
    }

    private static Answer request(String method, String path) {
        try (var client = GATEWAY.client()) {
            return client.send("%s %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(method, path))
                    .answer();
        }
    }

    private static JsonNode error(Answer answer) {
        return JsonMapper.shared().readTree(answer.body()).path("error");
    }
}
