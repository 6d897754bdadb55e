package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.registry.UpstreamStatus;
import dev.sluice.testing.HangingServer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** After a start the log has what each upstream is, and then only what changes. */
final class StartLogTest {
    private static final ProbeIntervals OFTEN =
            new ProbeIntervals(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(20),
                    Duration.ofMillis(50),
                    Duration.ofMillis(50));

    private static final String REFUSED = " code=UPSTREAM-CONNECT-REFUSED";

    @Test
    void each_upstream_has_one_line_until_something_changes() {
        var late = SimulatedDify.start(0);
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-log1").named("客服助手"));
                var log = new UpstreamLines();
                var gateway =
                        TestGateway.with()
                                .upstream("log1", dify.url())
                                .upstream("log2", dify.url())
                                .upstream("log3", late.url())
                                .unnamed("")
                                .probes(OFTEN)
                                .clock(InstantSource.system())
                                .start()) {
            await().until(() -> dify.acceptedConnections() > 0 && log.lines.size() >= 3);
            late.app(SimulatedApp.workflow("app-log3").named("later"));
            await().until(() -> log.lines.size() >= 4);
            late.close();
            await().until(() -> log.lines.stream().anyMatch(line -> line.contains(REFUSED)));
            // It may have been asked in the moment in which it closed.
            log.lines.removeIf(line -> line.contains("UPSTREAM-RESET"));

            assertThat(gateway.port()).isPositive();
            assertThat(log.lines)
                    .containsExactlyInAnyOrder(
                            "INFO upstream ok upstream=log1 mode=chat app=客服助手",
                            "WARN upstream cannot be read upstream=log2 code=DIFY-KEY-INVALID"
                                    + " cause=Dify does not accept the key.",
                            "WARN upstream cannot be read upstream=log3 code=DIFY-KEY-INVALID"
                                    + " cause=Dify does not accept the key.",
                            "INFO upstream ok upstream=log3 mode=workflow app=later",
                            "WARN upstream cannot be read upstream=log3"
                                    + REFUSED
                                    + " cause=Nothing listens at the upstream's address.");
        }
    }

    @Test
    void a_configured_mode_that_is_not_the_apps_is_logged_with_both() {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-log4").named("desk"));
                var log = new UpstreamLines();
                var gateway =
                        TestGateway.with()
                                .upstream("log4", dify.url())
                                .unnamed("workflow")
                                .probes(OFTEN)
                                .clock(InstantSource.system())
                                .start()) {
            await().until(() -> !log.lines.isEmpty());

            assertThat(gateway.port()).isPositive();
            assertThat(log.lines)
                    .containsExactly(
                            "WARN upstream cannot be read upstream=log4 code=DIFY-APP-MODE"
                                    + " cause=The app behind upstream log4 is of the mode chat,"
                                    + " and upstreams.log4.mode says workflow.");
        }
    }

    @Test
    void a_gateway_that_ends_while_it_asks_does_not_blame_the_upstreams() throws Exception {
        var asked = new CountDownLatch(2);
        List<UpstreamStatus> seen;
        try (var log = new UpstreamLines()) {
            try (var dify = new HangingServer()) {
                dify.on(
                                "/",
                                _ -> {
                                    asked.countDown();
                                    dify.hang();
                                })
                        .start();
                Gateway ended;
                try (var gateway =
                        TestGateway.with()
                                .upstream("log5", dify.url())
                                .upstream("log6", dify.url())
                                .upstream("log7", dify.url())
                                .unnamed("")
                                .start()) {
                    ended = gateway.gateway();
                    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
                }
                seen = ended.upstreams(Duration.ZERO);
            }

            assertThat(log.lines).isEmpty();
            assertThat(seen).extracting(UpstreamStatus::text).containsOnly("still asking");
        }
    }

    /** What the registry logs of the upstreams of this test. */
    private static final class UpstreamLines extends AppenderBase<ILoggingEvent>
            implements AutoCloseable {
        private final Logger log = (Logger) LoggerFactory.getLogger("dev.sluice.registry");
        private final List<String> lines = new CopyOnWriteArrayList<>();

        UpstreamLines() {
            start();
            log.addAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            String fields =
                    event.getKeyValuePairs().stream()
                            .map(pair -> " " + pair.key + "=" + pair.value)
                            .collect(Collectors.joining());
            if (fields.contains("upstream=log") && event.getLevel().isGreaterOrEqual(Level.INFO)) {
                lines.add(event.getLevel() + " " + event.getMessage() + fields);
            }
        }

        @Override
        public void close() {
            log.detachAppender(this);
            stop();
        }
    }
}
