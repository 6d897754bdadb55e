package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Listen;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.KnownError;
import dev.sluice.testkit.SimulatedApp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients that ask again by themselves are told: whether to, and when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetryHeadersTest {
    private static final SimulatedApp[] APPS = {
        refusing("wrong-key", Fault.JsonError.of(KnownError.PROVIDER_NOT_INITIALIZE)),
        refusing("quota", Fault.JsonError.of(KnownError.PROVIDER_QUOTA_EXCEEDED)),
        refusing("plan", Fault.JsonError.of(KnownError.RATE_LIMIT_ERROR)),
        refusing("version", Fault.JsonError.of(KnownError.WORKFLOW_VERSION_EXECUTION_NOT_ALLOWED)),
        refusing("input", new Fault.JsonError(400, "invalid_param", "query is required")),
        refusing("run", new Fault.FailedRun(1, "It broke.")),
        refusing("first", new Fault.FailedRun(0, "It broke.")),
        refusing("cut", new Fault.NoTerminal()),
        refusing("reset", new Fault.ResetAfterRequest()),
        refusing("busy", Fault.JsonError.tooManyRequests()),
        refusing("page", new Fault.HtmlPage(503))
    };

    private TestGateway gateway;
    private TestGateway rerunning;
    private TestGateway badRequests;

    private static SimulatedApp refusing(String name, Fault fault) {
        return SimulatedApp.chat("app-" + name).saying("One", " two").failing(fault);
    }

    @BeforeAll
    void start() {
        gateway = TestGateway.of(APPS);
        rerunning = TestGateway.with(APPS).rerun().start();
        var listen = List.of(new Listen(TestGateway.LOOPBACK, 0, false));
        var server = new ServerConfig(listen, new Tls.None(), List.of(), Duration.ZERO, true);
        badRequests = TestGateway.with(APPS).server(server).start();
    }

    @AfterAll
    void close() {
        gateway.close();
        rerunning.close();
        badRequests.close();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong-key, 502, DIFY-APP-UNAVAILABLE",
        "quota, 429, DIFY-QUOTA",
        "plan, 429, DIFY-PLAN",
        "version, 502, DIFY-WORKFLOW-VERSION",
        "input, 400, DIFY-INPUT",
        "run, 502, DIFY-MODEL-FAILED",
        "first, 502, DIFY-MODEL-FAILED",
        "cut, 502, STREAM-TRUNCATED",
        "reset, 502, UPSTREAM-RESET",
        "nobody, 404, MODEL-UNKNOWN"
    })
    void what_a_repeat_cannot_mend_or_must_not_repeat_is_told_so(
            String model, int status, String code) {
        Answer answer = gateway.ask(Question.to(model));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.diagnosis()).isEqualTo(code);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.header("retry-after-ms")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "first", "cut", "reset"})
    void a_run_that_may_begin_again_may_be_asked_for_again(String model) {
        Answer answer = rerunning.ask(Question.to(model));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("x-should-retry")).isEmpty();
    }

    @Test
    void where_waiting_helps_the_time_is_told_in_seconds_and_in_milliseconds() {
        Answer answer = gateway.ask(Question.to("busy"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("x-should-retry")).isEmpty();
        assertThat(answer.header("retry-after")).isEqualTo("2");
        assertThat(answer.header("retry-after-ms")).isEqualTo("2000");
        assertThat(answer.body()).doesNotContain("does not help");
    }

    @Test
    void an_upstream_that_is_away_may_be_asked_again() {
        assertThat(gateway.ask(Question.to("page")).header("x-should-retry")).isEmpty();
    }

    @Test
    void what_is_used_up_is_called_what_clients_know() {
        Answer answer = gateway.ask(Question.to("plan"));

        assertThat(answer.body())
                .contains("\"type\":\"insufficient_quota\"", "\"code\":\"insufficient_quota\"")
                .contains("again does not help");
    }

    @ParameterizedTest
    @CsvSource({
        "wrong-key, 400",
        "quota, 400",
        "plan, 400",
        "version, 400",
        "run, 400",
        "cut, 400",
        "nobody, 404",
        "busy, 429",
        "page, 502"
    })
    void a_setting_gives_them_the_status_that_nobody_repeats(String model, int status) {
        Answer own = gateway.ask(Question.to(model));
        Answer answer = badRequests.ask(Question.to(model));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.diagnosis()).isEqualTo(own.diagnosis());
        assertThat(answer.header("x-sluice-code")).isEqualTo(own.header("x-sluice-code"));
    }
}
