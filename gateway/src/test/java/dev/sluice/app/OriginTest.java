package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.testkit.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Dify serves all of its apps over few connections, which the gateway must not take up. */
final class OriginTest {
    private static final int APPS = 47;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void however_many_apps_one_dify_has_a_start_takes_few_of_its_connections() {
        try (var dify = SimulatedDify.start(0)) {
            var gateway = TestGateway.with().unnamed("");
            for (int i = 0; i < APPS; i++) {
                dify.app(SimulatedApp.chat("app-u" + i).named("App " + i));
                gateway.upstream("u" + i, dify.url());
            }
            try (var started = gateway.start()) {
                await().untilAsserted(() ->
                        assertThat(get(started, "/v1/models").split("\"id\":\"App ", -1))
                                .hasSize(1 + APPS));

                // Two at a time, and some to spare for a machine that lets them fall idle.
                assertThat(dify.acceptedConnections()).isBetween(1L, 8L);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void connections_are_bounded_for_all_apps_of_a_dify_together() {
        var a = SimulatedApp.chat("app-a").named("a").script(holding("A"));
        var b = SimulatedApp.chat("app-b").named("b").script(holding("B"));
        try (var gateway = TestGateway.with(a, b).maxConnections(2).loops(1).start();
                var one = gateway.client();
                var two = gateway.client();
                var three = gateway.client()) {
            one.ask(Question.to("a").streamed()).until("\"A\"");
            two.ask(Question.to("b").streamed()).until("\"B\"");
            three.ask(Question.to("a").streamed());
            await().during(Duration.ofMillis(300)).until(() -> gateway.dify().runs().size() == 2);

            two.leave();
            three.until("\"A\"");
            assertThat(gateway.dify().runs()).hasSize(3);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void waiting_for_a_connection_is_no_failure_of_the_upstream() {
        var a = SimulatedApp.chat("app-a").named("a").script(holding("A"));
        var b = SimulatedApp.chat("app-b").named("b");
        var usual = Deadlines.DIFY;
        var deadlines =
                new Deadlines(
                        usual.connect(),
                        Duration.ofSeconds(1),
                        usual.silence(),
                        usual.noProgress(),
                        usual.clientStall(),
                        usual.total());
        try (var gateway =
                        TestGateway.with(a, b)
                                .maxConnections(1)
                                .loops(1)
                                .deadlines(deadlines)
                                .start();
                var client = gateway.client()) {
            client.ask(Question.to("a").streamed()).until("\"A\"");

            Answer late = gateway.ask(Question.to("b"));

            assertThat(late.diagnosis()).isEqualTo("UPSTREAM-QUEUE-FULL");
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("retry-after")).isEqualTo("5");
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_probe_that_waits_behind_running_answers_means_busy_and_not_down() throws IOException {
        var quick =
                new ProbeIntervals(
                        Duration.ofMillis(300),
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200));
        try (var dify = new FullDify();
                var gateway =
                        TestGateway.with()
                                .upstream("running", dify.url())
                                .upstream("idle", dify.url())
                                .unnamed("")
                                .probes(quick)
                                .clock(InstantSource.system())
                                .start();
                var client = gateway.client()) {
            await().until(() -> gateway.ask(Question.to("nobody")).status() == 404);
            client.ask(Question.to("running").streamed()).until("Hello");

            await().until(() -> dify.waiting() > 2);
            assertThat(get(gateway, "/readyz")).isEqualTo("ready\n");
            assertThat(get(gateway, "/v1/models")).contains("\"id\":\"desk\"");
        }
    }

    private static List<Step> holding(String text) {
        return List.of(new Step.Text(text), new Step.Hold());
    }

    private static String get(TestGateway gateway, String path) {
        try (RawClient client = gateway.client()) {
            Answer answer = client.get(path).answer();
            return answer.body();
        }
    }
}
