package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of each kind of wrong answer that a wrong URL leads to. */
final class ForeignAnswersTest {
    private static final String URL = "http://dify.example/v1";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "301 | https://dify.example/v1/chat-messages | write url: https://dify.example/v1",
                "302 | https://dify.example/v1/workflows/run?x=1 | write url: https://dify.example/v1",
                "307 | //other.example:8443/v1/info | write url: http://other.example:8443/v1",
                "308 | /api/v1/chat-messages/ | write url: http://dify.example/api/v1",
                "302 | https://me:pw@dify.example/v1/info | write url: https://dify.example/v1",
                "302 | /login?next=/v1/info | a login page",
                "301 | http://dify.example/v1/info | a login page",
                "302 | '' | where Dify's API begins"
            })
    void a_redirect_names_its_target_and_the_line_to_write(
            int status, String location, String fix) {
        ChatFailure failure = refusal(URL, status, Map.of("location", location), "<html>");
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
        assertThat(failure.fix()).contains(fix);
        assertThat(failure.cause() + failure.fix()).doesNotContain("pw@", "?");
    }

    @Test
    void a_redirect_to_a_target_that_is_no_address_is_a_failure_like_others() {
        ChatFailure failure = refusal(URL, 302, Map.of("location", "http://[ \u0000"), "");
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | http://d.example | <html><script src=/_next/static/x.js> | set upstreams.demo.url to http://d.example/v1",
                "200 | http://d.example/v1 | <html><title>Shop</title> | not a web page",
                "200 | http://d.example/v1 | `` | Something answers there in Dify's place",
                "200 | http://d.example/v1 | {\"object\":\"list\",\"data\":[]} | not a model server",
                "401 | http://d.example/v1 | {\"error\":{\"message\":\"Incorrect API key\"}} | not a model server",
                "404 | http://d.example/v1 | {\"detail\":\"Not Found\"} | Another program answers there",
                "200 | http://d.example/v1 | {\"status\":\"up\"} | Another program answers there",
                "200 | http://d.example/v1 | {\"event\":\"message\",\"answer\":\"hi\"} | changes requests"
            })
    void each_kind_of_wrong_answer_says_what_is_right(
            int status, String url, String body, String fix) {
        ChatFailure failure = refusal(url, status, Map.of(), body);
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
        assertThat(failure.fix()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gunicorn | http://d.example | set upstreams.demo.url to http://d.example/v1",
                "nginx/1.22.1 | http://d.example/v1 | The proxy (nginx/1.22.1) knows no such path"
            })
    void a_path_that_is_not_there_says_who_does_not_know_it(String server, String url, String fix) {
        assertThat(refusal(url, 404, Map.of("server", server), "<html>").fix()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html><script src=/_next/static/x.js> | http://d.example | This is Dify's web page, not its API: set upstreams.demo.url to http://d.example/v1",
                "<html><title>Dify</title> | http://d.example/console/v1 | This is Dify's web page, not its API",
                "{\"error\":{\"message\":\"Invalid URL\"}} | http://d.example/v1 | not a model server",
                "{\"detail\":\"Not Found\"} | http://d.example/v1 | Another program answers there",
                "<html>404</html> | http://d.example/v1 | The proxy (nginx/1.22.1) knows no such path",
                "{\"code\":\"not_found\",\"status\":404} | http://d.example | Dify answers there, but not its API"
            })
    void a_server_without_any_path_of_dify_is_told_by_what_it_answers(
            String body, String url, String fix) {
        var head = new ResponseHead(404, Map.of("server", "nginx/1.22.1"));
        var answer = new CallResponse(head, body);
        assertThatThrownBy(() -> new Dify("demo", url, "app-x", "").facts(List.of(answer, answer)))
                .isInstanceOfSatisfying(
                        ChatFailedException.class,
                        failed -> {
                            assertThat(failed.failure().code())
                                    .isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
                            assertThat(failed.failure().fix()).contains(fix);
                        });
    }

    @Test
    void a_packed_stream_names_who_packs_it_and_not_the_url() {
        var headers =
                Map.of(
                        "content-encoding",
                        "gzip",
                        "content-type",
                        "gzip of text/event-stream",
                        "server",
                        "nginx/1.22.1");
        ChatFailure failure = refusal(URL, 200, headers, "\u001f\u008b");
        assertThat(failure.cause()).contains("packed (gzip)");
        assertThat(failure.fix()).contains("nginx/1.22.1", "gzip off").doesNotContain("url");
    }

    @ParameterizedTest
    @CsvSource({"403, ''", "401, Basic realm=x"})
    void a_guard_before_dify_is_named_by_its_server(int status, String asks) {
        var headers = Map.of("server", "cloudflare", "www-authenticate", asks);
        ChatFailure failure = refusal(URL, status, headers, "<html>");
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
        assertThat(failure.cause()).contains("The proxy (cloudflare)");
    }

    private static ChatFailure refusal(
            String url, int status, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(Map.of("content-type", "text/html"));
        all.putAll(headers);
        return new Dify("demo", url, "app-secret", "chat")
                .refusal(new CallResponse(new ResponseHead(status, all), body));
    }
}
