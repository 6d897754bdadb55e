package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a path is written, it is the route it names, or none. */
final class PathsTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-app").named("hf.co/app");
    private static final TestGateway OPEN = TestGateway.of(APP);
    private static final TestGateway KEYS =
            TestGateway.with(APP).access(AccessConfig.of(AccessConfig.Mode.KEYS)).start();

    @AfterAll
    static void close() {
        OPEN.close();
        KEYS.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/.",
                "/v1/models/%2e",
                "/v1/models/%2E%2E",
                "/v1/models/..%2fhealthz",
                "/v1/models/%2e%2e%2Fhealthz",
                "/v1/models/hf.co%2f..%2f..%2fhealthz",
                "/v1/models/hf.co%2f%2e",
                "/healthz/../v1/models",
                "/healthz/..%2fv1/models",
                "/healthz;a",
                "/healthz\\",
                "/healthz%5c",
                "/v1/models/%00",
                "/v1/models/%c0%ae",
                "/v1/models/%e0%80%af",
                "/v1/models/%ed%a0%80",
                "/v1/models/%ff",
                "/v1/models/%u0041",
                "/v1/models/%",
                "/v1/models/a%2"
            })
    void a_path_that_can_be_read_in_two_ways_is_refused(String path) {
        Answer answer = get(OPEN, path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-PATH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/healthz#x",
                "/v1/models/hf.co/app#x",
                "/health\u00e9",
                "/v1/models/\u00ff"
            })
    void what_no_path_may_hold_is_no_request(String path) {
        Answer answer = get(OPEN, path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1%2Fmodels",
                "/v1/models%2fhf.co%2fapp",
                "/v1/%6dodels",
                "/%76%31/models",
                "/v1/models.",
                "/healthz.",
                "/HEALTHZ",
                "/V1/models",
                "/%68ealthz",
                "/healthz%20",
                "/healthz%3f",
                "/healthz%3ba",
                "/healthz%23",
                "/%6detrics",
                "/Metrics"
            })
    void a_path_that_is_only_like_a_route_is_none(String path) {
        Answer answer = get(OPEN, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("ROUTE-UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/",
                "/v1/models//",
                "/v1//models",
                "//v1/models",
                "//v1//models//",
                "//v1//models/hf.co/app",
                "//healthz",
                "/healthz/",
                "/metrics/",
                "//metrics"
            })
    void empty_segments_outside_ids_mean_nothing(String path) {
        assertThat(get(OPEN, path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/v1/health"})
    void probes_of_predecessors_are_answered_as_healthz(String path) {
        try (var client = KEYS.client()) {
            assertThat(client.get(path).answer().body())
                    .isEqualTo(client.get("/healthz").answer().body())
                    .isEqualTo("alive\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/chat/completions",
                "/v1//chat/completions",
                "/v1/chat/completions/",
                "/v1/chat//completions"
            })
    void a_chat_is_answered_under_a_base_url_that_ends_in_a_slash(String path) {
        String body =
                "{\"model\":\"hf.co/app\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        try (var client = OPEN.client()) {
            assertThat(client.post(path, body).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /v1/v1/chat/completions               | /v1 is there twice
                    /v1/v1/models/hf.co/app               | /v1 is there twice
                    /v1//v1/models                        | /v1 is there twice
                    /v1/chat/completions/chat/completions | the base URL must end in /v1, not in /chat/completions
                    /v1/chat/completions/models           | the base URL must end in /v1, not in /chat/completions
                    /v1/chat/completions/v1/models        | the base URL must end in /v1, not in /chat/completions
                    /chat/completions/chat/completions    | the base URL must end in /v1, not in /chat/completions
                    /openai/v1/models                     | nothing is served under /openai
                    /api/v1/models                        | nothing is served under /api
                    /api/v1/chat/completions              | nothing is served under /api
                    /openai/chat/completions              | nothing is served under /openai
                    /V1/models                            | nothing is served under /V1
                    /models                               | /v1 is missing
                    /chat/completions                     | /v1 is missing
                    /completions                          | /v1 is missing
                    /embeddings                           | /v1 is missing
                    """)
    void a_wrong_base_url_is_told_with_the_one_that_works(String path, String fault) {
        Answer answer = get(OPEN, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("ROUTE-UNKNOWN");
        assertThat(answer.body())
                .contains("Invalid URL (GET " + path.replace("//", "/") + "): " + fault + ".")
                .contains("Give the client the base URL http://localhost/v1 instead");
    }

    @Test
    void a_base_url_is_told_as_the_client_sees_the_gateway() {
        Answer proxied =
                get(OPEN, "/models", "Host: sluice.internal:8443\r\nX-Forwarded-Proto: https");
        Answer foreign = get(KEYS, "/models", "Host: foreign.example");

        assertThat(proxied.body()).contains("the base URL https://sluice.internal:8443/v1 instead");
        assertThat(foreign.body())
                .contains("a base URL that ends in /v1 instead")
                .doesNotContain("foreign.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/engines", "/v1/engines/x", "/v1/dashboard/billing/usage", "/v1"})
    void a_call_that_is_not_served_is_no_wrong_base_url(String path) {
        Answer answer = get(OPEN, path);

        assertThat(answer.diagnosis()).isEqualTo("ROUTE-UNKNOWN");
        assertThat(answer.body())
                .contains("(GET " + path + "): the base URL is right, but this call is not served.")
                .doesNotContain("need a base URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/%252e%252e",
                "/v1/models/hf.co%252fapp",
                "/v1/models//hf.co/app",
                "/v1/models/hf.co/app/",
                "/v1/models/hf.co/app+",
                "/v1/models/hf.co/app%0d%0aX:y",
                "/v1/models/healthz"
            })
    void an_id_is_decoded_once_and_never_a_path(String path) {
        Answer answer = get(OPEN, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.diagnosis()).isEqualTo("MODEL-UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/hf.co%2Fapp",
                "/v1/models/hf.co%2fapp",
                "/v1/models/%68f.co%2Fapp",
                "/v1/models/hf.co/app",
                "/v1/models/hf.co/app?x=../..;%00",
                "/v1/models?/../healthz",
                "/healthz?",
                "http://localhost/healthz",
                "HTTP://LOCALHOST/healthz",
                "/healthz?a=b?c=%zz"
            })
    void a_route_is_found_however_its_id_is_escaped_and_whatever_the_query(String path) {
        assertThat(get(OPEN, path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models/healthz",
                "/v1/models/%252e%252e%252fhealthz",
                "/v1/models/healthz?/healthz",
                "/v1/models?/healthz",
                "/metrics?/healthz",
                "/v1/models//healthz",
                "//metrics",
                "/metrics/",
                "//v1//models"
            })
    void no_spelling_borrows_the_permission_of_another_route(String path) {
        Answer answer = get(KEYS, path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.diagnosis()).isEqualTo("KEY-MISSING");
    }

    private static Answer get(TestGateway gateway, String path) {
        return get(gateway, path, "Host: localhost");
    }

    private static Answer get(TestGateway gateway, String path, String headers) {
        String request = "GET " + path + " HTTP/1.1\r\n" + headers + "\r\n\r\n";
        try (var client = gateway.client()) {
            return client.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1)).answer();
        }
    }
}
