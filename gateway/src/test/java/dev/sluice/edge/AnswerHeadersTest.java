package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.records.RequestRecord;
import dev.sluice.records.RequestRecords;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every answer tells in its head, and what is kept of it. */
final class AnswerHeadersTest {
    private static final SimulatedApp APP = SimulatedApp.workflow("app-a").saying("One", " two");
    private static final String KEY = "key-of-the-laptop";
    private static final AccessConfig KEYS =
            new AccessConfig(
                    AccessConfig.Mode.KEYS,
                    false,
                    List.of(new ConfiguredKey("laptop", KEY)),
                    List.of(),
                    List.of());

    @Test
    void every_answer_tells_its_id_code_route_and_times() {
        try (var gateway = TestGateway.of(APP);
                var client = gateway.client()) {
            var answers =
                    Stream.of("/healthz", "/metrics", "/v1/models", "/v1/models/none", "/nowhere")
                            .map(path -> client.get(path).answer())
                            .toList();

            assertThat(answers)
                    .allSatisfy(answer -> {
                        assertThat(answer.header("x-request-id")).startsWith("req_");
                        assertThat(answer.header("server-timing")).matches("gate;dur=\\d+");
                    });
            assertThat(answers)
                    .extracting(answer -> answer.header("x-sluice-code"))
                    .containsExactly("OK", "OK", "OK", "MODEL-UNKNOWN", "ROUTE-UNKNOWN");
            assertThat(answers)
                    .extracting(answer -> answer.header("x-sluice-route"))
                    .containsExactly("/healthz", "/metrics", "/v1/models", "/v1/models/{id}", "");
        }
    }

    @Test
    void a_chat_tells_whom_it_asked_to_those_who_may_know() {
        var down = SimulatedApp.chat("app-down").failing(new Fault.HtmlPage(502));
        try (var gateway = TestGateway.with(down, APP).chain("both", "down", "a").start()) {
            Answer answer = gateway.ask(Question.to("both").streamed());

            assertThat(answer.header("x-sluice-attempts")).isEqualTo("2");
            assertThat(answer.header("x-sluice-upstream")).isEqualTo("a");
            assertThat(answer.header("server-timing")).matches("gate;dur=\\d+, upstream;dur=\\d+");
        }
    }

    @Test
    void an_upstream_of_any_script_is_named_in_the_form_of_urls() {
        try (var gateway =
                TestGateway.with(APP).upstream("客服", URI.create("http://127.0.0.1:9/v1")).start()) {
            Answer answer = gateway.ask(Question.to("客服"));

            assertThat(answer.header("x-sluice-code")).isEqualTo("UPSTREAM-CONNECT-REFUSED");
            assertThat(answer.header("x-sluice-upstream")).isEqualTo("%E5%AE%A2%E6%9C%8D");
        }
    }

    @Test
    void a_client_with_a_plain_key_is_not_told_who_answered() {
        try (var gateway = TestGateway.with(APP).access(KEYS).start();
                var client = gateway.client()) {
            Answer answer = client.send(asking("")).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-sluice-attempts")).isEqualTo("1");
            assertThat(answer.header("x-sluice-upstream")).isEmpty();
        }
    }

    @Test
    void a_user_that_a_plain_key_names_is_ignored_and_the_client_is_told_so() {
        try (var gateway = TestGateway.with(APP).access(KEYS).start();
                var client = gateway.client()) {
            Answer answer = client.send(asking(",\"user\":\"somebody-else\"")).answer();

            assertThat(answer.header("x-sluice-warning")).isEqualTo("USER-IGNORED");
            assertThat(gateway.dify().runs().getFirst().user()).isEqualTo("laptop");
        }
    }

    @Test
    void its_record_tells_who_asked_what_was_tried_and_how_far_it_came() {
        try (var gateway = TestGateway.with(APP).access(KEYS).records(10).start();
                var client = gateway.client()) {
            String id = client.send(asking("")).answer().header("x-request-id");

            await().until(() -> records(gateway).find(id).isPresent());
            RequestRecord record = records(gateway).find(id).orElseThrow();
            assertThat(record.asked().route()).isEqualTo("/v1/chat/completions");
            assertThat(record.notes().caller()).isEqualTo("laptop");
            var tried = record.notes().tries().getFirst();
            assertThat(tried.upstream()).isEqualTo("a");
            assertThat(tried.code()).isEqualTo("OK");
            assertThat(tried.step()).isEqualTo("End");
            assertThat(tried.times().firstEvent()).isBetween(0L, tried.times().ended());
        }
    }

    private static RequestRecords records(TestGateway gateway) {
        return RequestRecords.in(gateway.folder()).orElseThrow();
    }

    private static String asking(String members) {
        String body = Question.to("a").json().replaceFirst("}$", members + "}");
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(KEY, body.length(), body);
    }
}
