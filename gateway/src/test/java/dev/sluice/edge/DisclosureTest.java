package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.access.Permission;
import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the status learns which upstream is at fault and where; all others do not. */
final class DisclosureTest {
    private static final String NAME = "finance-bot";
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration PING = Duration.ofMillis(100);
    private static final SimulatedApp APP =
            SimulatedApp.chat("app-" + NAME).saying("One", " two", " three");

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new Fault.HtmlPage(502), "UPSTREAM-UNAVAILABLE"),
                Arguments.of(new Fault.WrongType("text/html"), "UPSTREAM-FOREIGN-ANSWER"),
                Arguments.of(new Fault.ResetAfterRequest(), "UPSTREAM-RESET"),
                Arguments.of(Fault.JsonError.tooManyRequests(), "UPSTREAM-BUSY"),
                Arguments.of(
                        new Fault.JsonError(401, "unauthorized", "Access token is invalid"),
                        "DIFY-KEY-INVALID"),
                Arguments.of(
                        new Fault.JsonError(
                                400, "invalid_param", "topic is required in input form"),
                        "DIFY-INPUT"),
                Arguments.of(
                        new Fault.JsonError(
                                500,
                                "internal_server_error",
                                "cannot reach http://db.corp.example:5432/x, 10.1.2.3:80, [fd00::1]:9"),
                        "UPSTREAM-ERROR"),
                Arguments.of(new Fault.FailedRun(1, "no"), "DIFY-MODEL-FAILED"),
                Arguments.of(new Fault.Cut(900, Fault.Ending.RESET), "STREAM-TRUNCATED"),
                Arguments.of(new Fault.PingsOnly(PING), "UPSTREAM-NO-PROGRESS"));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("faults")
    void a_failure_of_an_upstream_names_it_to_operators_alone(Fault fault, String code) {
        var deadlines =
                new Deadlines(SHORT, SHORT, SHORT, SHORT, Duration.ofSeconds(20), Duration.ZERO);
        try (var gateway =
                TestGateway.with(APP.failing(fault))
                        .chain("assistant", NAME)
                        .access(AccessConfig.of(AccessConfig.Mode.KEYS))
                        .deadlines(deadlines)
                        .start()) {
            Answer client = ask(gateway, Grants.CHAT, true);
            Answer operator = ask(gateway, Grants.CHAT.and(Permission.STATUS), true);
            Answer whole = ask(gateway, Grants.CHAT, false);

            hidesTheUpstream(client);
            hidesTheUpstream(whole);
            assertThat(whole.diagnosis()).isEqualTo(diagnosis(client));
            assertThat(diagnosis(operator)).isEqualTo(diagnosis(client));
            assertThat(operator.body()).contains(NAME);
            assertThat(code).isNotEmpty();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/v1", "http://no-such-host.invalid/v1"})
    void an_upstream_that_is_not_there_is_named_to_operators_alone(String url) {
        try (var gateway =
                TestGateway.with()
                        .upstream(NAME, URI.create(url))
                        .chain("assistant", NAME)
                        .access(AccessConfig.of(AccessConfig.Mode.KEYS))
                        .start()) {
            Answer client = ask(gateway, Grants.CHAT, false);
            Answer operator = ask(gateway, Grants.ALL, false);

            assertThat(client.status()).isEqualTo(503);
            hidesTheUpstream(client);
            assertThat(client.body()).contains("sluice explain");
            assertThat(operator.body()).contains("upstreams." + NAME + ".url");
        }
    }

    private static String diagnosis(Answer answer) {
        return answer.diagnosis().isEmpty() ? answer.events().diagnosis() : answer.diagnosis();
    }

    private static void hidesTheUpstream(Answer answer) {
        assertThat(answer.body())
                .contains("\"diagnosis\"")
                .doesNotContainIgnoringCase(
                        NAME,
                        "127.0.0.1",
                        "localhost",
                        "upstreams.",
                        "no-such-host",
                        "corp.example",
                        "10.1.2.3",
                        "fd00");
        assertThat(answer.headers()).doesNotContainKey("x-sluice-upstream");
    }

    private static Answer ask(TestGateway gateway, Grants grants, boolean stream) {
        String key =
                gateway.gateway()
                        .keys()
                        .create("key-" + grants.permissions().size() + stream, grants)
                        .key();
        var question = Question.to("assistant").header("Authorization", "Bearer " + key);
        Answer answer = gateway.ask(stream ? question.streamed() : question);
        while (answer.diagnosis().equals("KEY-INVALID")) {
            // A new key counts within a second.
            answer = gateway.ask(stream ? question.streamed() : question);
        }
        return answer;
    }
}
