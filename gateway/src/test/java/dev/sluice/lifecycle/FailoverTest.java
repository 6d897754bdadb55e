package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.testkit.Step;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One model, two upstreams: who is asked next, and when nobody may be. */
final class FailoverTest {
    /** Nothing listens there. */
    private static final URI CLOSED = URI.create("http://127.0.0.1:1/v1");

    private static final SimulatedApp FIRST =
            SimulatedApp.chat("app-first").saying("From", " the first.");
    private static final SimulatedApp SECOND =
            SimulatedApp.chat("app-second").saying("From", " the second.");
    private static final Question QUESTION = Question.to("model");

    /** A workflow whose run has begun and has not said a word. */
    private static final SimulatedApp THINKING =
            SimulatedApp.workflow("app-first")
                    .script(
                            List.of(
                                    new Step.Started(),
                                    new Step.NodeStarted(Step.Node.LLM),
                                    new Step.Text("From the first."),
                                    new Step.End()));

    private static TestGateway.Builder gateway(SimulatedApp first) {
        return TestGateway.with(first, SECOND).chain("model", "first", "second");
    }

    private static Stream<Fault> refusals() {
        return Stream.of(
                new Fault.HtmlPage(502),
                new Fault.HtmlPage(503),
                Fault.JsonError.tooManyRequests(),
                Fault.JsonError.tooManyRequestsLookAlike(),
                new Fault.JsonError(401, "unauthorized", "Access token is invalid"),
                new Fault.JsonError(403, "forbidden", "The app's API service has been disabled."),
                new Fault.JsonError(500, "internal_server_error", "Something broke."),
                new Fault.WrongType("text/html"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refusal_is_never_seen_by_the_client(Fault refusal) {
        try (var gateway = gateway(FIRST.failing(refusal)).start()) {
            isTheSeconds(gateway.ask(QUESTION));
            isTheSecondsStreamed(gateway.ask(QUESTION.streamed()));

            assertThat(gateway.dify().runs())
                    .extracting(Run::appKey)
                    .containsExactly("app-first", "app-second", "app-first", "app-second");
            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @Test
    void an_upstream_that_is_down_is_never_seen_by_the_client() {
        try (var gateway =
                TestGateway.with(SECOND)
                        .upstream("down", CLOSED)
                        .chain("model", "down", "second")
                        .start()) {
            isTheSeconds(gateway.ask(QUESTION));
            isTheSecondsStreamed(gateway.ask(QUESTION.streamed()));
        }
    }

    @Test
    void a_key_that_dify_does_not_know_is_never_seen_by_the_client() {
        try (var stranger = SimulatedDify.start(0);
                var gateway =
                        TestGateway.with(SECOND)
                                .upstream("stranger", stranger.url())
                                .chain("model", "stranger", "second")
                                .start()) {
            isTheSeconds(gateway.ask(QUESTION));

            assertThat(stranger.runs()).isEmpty();
        }
    }

    private static Stream<SimulatedApp> one_call_of_a_model() {
        return Stream.of(FIRST, SimulatedApp.completion("app-first").saying("From", " the first."));
    }

    @ParameterizedTest
    @MethodSource("one_call_of_a_model")
    void a_model_that_fails_before_its_first_word_is_never_seen_by_the_client(SimulatedApp app) {
        try (var gateway = gateway(app.failing(new Fault.FailedRun(0, "no"))).start()) {
            isTheSeconds(gateway.ask(QUESTION));
            isTheSecondsStreamed(gateway.ask(QUESTION.streamed()));

            assertThat(gateway.dify().stops()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("one_call_of_a_model")
    void a_model_that_fails_after_its_first_word_is_not_run_again_elsewhere(SimulatedApp app) {
        try (var gateway = gateway(app.failing(new Fault.FailedRun(1, "no"))).start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            assertThat(gateway.dify().runs()).extracting(Run::appKey).containsExactly("app-first");
        }
    }

    private static Stream<Arguments> begun_runs_that_fail() {
        return Stream.of(
                Arguments.of(FIRST.failing(new Fault.ResetAfterRequest()), "UPSTREAM-RESET"),
                Arguments.of(
                        THINKING.failing(new Fault.Cut(900, Fault.Ending.FIN)), "STREAM-TRUNCATED"),
                Arguments.of(
                        THINKING.failing(new Fault.Cut(900, Fault.Ending.RESET)),
                        "STREAM-TRUNCATED"),
                Arguments.of(
                        THINKING.failing(new Fault.Cut(900, Fault.Ending.CLEAN)),
                        "STREAM-TRUNCATED"),
                Arguments.of(THINKING.failing(new Fault.FailedRun(0, "no")), "RUN-FAILED"),
                Arguments.of(
                        SimulatedApp.agentChat("app-first").failing(new Fault.FailedRun(0, "no")),
                        "DIFY-MODEL-FAILED"));
    }

    @ParameterizedTest
    @MethodSource("begun_runs_that_fail")
    void a_run_that_may_have_begun_is_not_run_again_elsewhere(SimulatedApp first, String code) {
        try (var gateway = gateway(first).start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.diagnosis()).isEqualTo(code);
            assertThat(gateway.dify().runs()).extracting(Run::appKey).containsExactly("app-first");
        }
    }

    @ParameterizedTest
    @MethodSource("begun_runs_that_fail")
    void where_a_second_run_is_harmless_it_is_never_seen_by_the_client(
            SimulatedApp first, String code) {
        try (var gateway = gateway(first).rerun().start()) {
            isTheSeconds(gateway.ask(QUESTION));
            isTheSecondsStreamed(gateway.ask(QUESTION.streamed()));

            assertThat(gateway.dify().runs())
                    .as(code)
                    .extracting(Run::appKey)
                    .containsExactly("app-first", "app-second", "app-first", "app-second");
        }
    }

    @ParameterizedTest
    @MethodSource("begun_runs_that_fail")
    void a_run_whose_stream_broke_is_stopped_and_one_that_dify_ended_is_not(
            SimulatedApp first, String code) {
        try (var gateway = gateway(first).start()) {
            gateway.ask(QUESTION);

            if (code.equals("STREAM-TRUNCATED")) {
                Run run = gateway.dify().runs().getFirst();
                await().untilAsserted(() ->
                        assertThat(gateway.dify().stops()).containsExactly(run.taskId()));
            } else {
                assertThat(gateway.dify().stops()).isEmpty();
            }
        }
    }

    @Test
    void once_the_client_has_seen_content_nobody_else_is_asked() {
        try (var gateway = gateway(FIRST.failing(new Fault.FailedRun(1, "no"))).rerun().start()) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            assertThat(answer.body()).contains("From").doesNotContain("second", "[DONE]");
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Test
    void a_request_that_the_app_does_not_accept_is_not_offered_to_another() {
        var refusal = new Fault.JsonError(400, "invalid_param", "topic is required in input form");
        try (var gateway = gateway(FIRST.failing(refusal)).rerun().start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.diagnosis()).isEqualTo("DIFY-INPUT");
            assertThat(gateway.dify().runs()).extracting(Run::appKey).containsExactly("app-first");
        }
    }

    @Test
    void when_all_fail_the_last_failure_is_told() {
        var busy = SECOND.failing(Fault.JsonError.tooManyRequests());
        try (var gateway =
                TestGateway.with(FIRST.failing(new Fault.HtmlPage(502)), busy)
                        .chain("model", "first", "second")
                        .start()) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("x-sluice-code")).isEqualTo("UPSTREAM-BUSY");
            assertThat(answer.header("retry-after")).isEqualTo("2");
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-BUSY");
            assertThat(gateway.dify().runs()).hasSize(2);
        }
    }

    @Test
    void an_upstream_that_is_down_alone_is_unavailable() {
        try (var gateway = TestGateway.with().upstream("down", CLOSED).start()) {
            Answer answer = gateway.ask(Question.to("down"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-CONNECT-REFUSED");
            assertThat(answer.body()).contains("upstreams.down.url");
        }
    }

    private static void isTheSeconds(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        assertThat(answer.header("x-sluice-code")).isEqualTo("OK");
        assertThat(answer.header("x-sluice-attempts")).isEqualTo("2");
        assertThat(answer.body()).contains("From the second.").doesNotContain("first", "error");
    }

    private static void isTheSecondsStreamed(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
        assertThat(answer.events().isDone()).isTrue();
        assertThat(answer.events().content()).isEqualTo("From the second.");
        assertThat(answer.body()).doesNotContain("error");
    }
}
