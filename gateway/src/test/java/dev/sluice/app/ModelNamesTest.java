package dev.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which names lead to an app does not depend on whether Dify or the gateway was there first. */
final class ModelNamesTest {
    private static final ProbeIntervals OFTEN =
            new ProbeIntervals(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200));

    @Test
    void an_app_that_comes_up_after_the_gateway_is_found_under_its_name() {
        URI url = unused();
        try (var gateway = gateway("one", url)) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/readyz").body())
                            .startsWith(
                                    "ready\nupstreams: one is unknown: UPSTREAM-CONNECT-REFUSED (")
                            .contains("upstreams.one.url"));
            Answer early = gateway.ask(Question.to("chat"));

            assertThat(early.status()).isEqualTo(503);
            assertThat(early.diagnosis()).isEqualTo("MODEL-NOT-READY");
            assertThat(early.body()).contains("1 cannot be reached");
            assertThat(Integer.parseInt(early.header("retry-after"))).isPositive();
            assertThat(gateway.ask(Question.to("one")).diagnosis())
                    .isEqualTo("UPSTREAM-CONNECT-REFUSED");
            assertThat(get(gateway, "/v1/models").body()).doesNotContain("\"one\"");
            assertThat(get(gateway, "/v1/models/chat").status()).isEqualTo(503);

            try (var dify = SimulatedDify.start(url.getPort())) {
                dify.app(SimulatedApp.chat("app-one").named("chat"));

                await().until(() -> gateway.ask(Question.to("chat")).status() == 200);
                assertThat(gateway.ask(Question.to("one")).status()).isEqualTo(200);
                assertThat(gateway.ask(Question.to("chat")).status()).isEqualTo(200);
                assertThat(gateway.ask(Question.to("other")).status()).isEqualTo(404);
                assertThat(get(gateway, "/v1/models").body())
                        .contains("\"chat\"")
                        .doesNotContain("\"one\"");
                assertThat(get(gateway, "/readyz").body()).isEqualTo("ready\n");
            }
        }
    }

    @Test
    void a_name_that_has_worked_goes_on_working_while_dify_is_away() {
        var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-one").named("chat"));
        try (var gateway = gateway("one", dify.url())) {
            await().until(() -> gateway.ask(Question.to("chat")).status() == 200);

            dify.close();
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/readyz").body())
                            .contains("one cannot be read any more: UPSTREAM-CONNECT-REFUSED"));

            assertThat(gateway.ask(Question.to("chat")).diagnosis())
                    .isEqualTo("UPSTREAM-CONNECT-REFUSED");
            assertThat(get(gateway, "/v1/models").body()).contains("\"chat\"");
            assertThat(gateway.ask(Question.to("other")).status()).isEqualTo(404);
        }
    }

    @Test
    void an_app_that_is_renamed_is_offered_under_its_new_name_and_answers_to_the_old_one() {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-one").named("Old name"));
                var gateway = gateway("one", dify.url())) {
            await().until(() -> gateway.ask(Question.to("Old name")).status() == 200);

            dify.app(SimulatedApp.chat("app-one").named("New name"));
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/v1/models").body())
                            .contains("\"New name\"")
                            .doesNotContain("\"Old name\""));

            assertThat(gateway.ask(Question.to("New name")).status()).isEqualTo(200);
            assertThat(gateway.ask(Question.to("Old name")).status()).isEqualTo(200);
            assertThat(get(gateway, "/v1/models/Old%20name").status()).isEqualTo(200);
            assertThat(gateway.ask(Question.to("one")).status()).isEqualTo(200);
        }
    }

    @Test
    void of_two_apps_of_one_name_both_can_be_asked() {
        try (var dify =
                        SimulatedDify.start(0)
                                .app(SimulatedApp.chat("app-a").named("desk").saying("I am a"))
                                .app(SimulatedApp.chat("app-b").named("desk").saying("I am b"));
                var gateway =
                        TestGateway.with()
                                .upstream("a", dify.url())
                                .upstream("b", dify.url())
                                .unnamed("")
                                .start()) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/v1/models").body())
                            .contains("\"desk\"", "\"b\"")
                            .doesNotContain("\"a\""));

            assertThat(gateway.ask(Question.to("desk")).body()).contains("I am a");
            assertThat(gateway.ask(Question.to("b")).body()).contains("I am b");
        }
    }

    @Test
    void a_name_in_the_configuration_is_never_taken_by_an_app() {
        try (var dify =
                        SimulatedDify.start(0)
                                .app(SimulatedApp.chat("app-a").named("b").saying("I am a"))
                                .app(SimulatedApp.chat("app-b").named("desk").saying("I am b"));
                var gateway =
                        TestGateway.with()
                                .upstream("a", dify.url())
                                .upstream("b", dify.url())
                                .unnamed("")
                                .start()) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/v1/models").body())
                            .contains("\"id\":\"a\"", "\"id\":\"desk\"")
                            .doesNotContain("\"id\":\"b\""));

            assertThat(gateway.ask(Question.to("b")).body()).contains("I am b");
        }
    }

    @Test
    void beside_an_upstream_that_is_down_one_that_refuses_is_asked_again() {
        try (var dify = SimulatedDify.start(0);
                var gateway =
                        TestGateway.with()
                                .upstream("one", dify.url())
                                .upstream("two", unused())
                                .unnamed("")
                                .probes(OFTEN)
                                .start()) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/readyz").body())
                            .contains("one is unknown", "two is unknown"));
            Answer early = gateway.ask(Question.to("chat"));

            assertThat(early.diagnosis()).isEqualTo("MODEL-NOT-READY");
            assertThat(early.header("x-should-retry")).isEmpty();
            assertThat(Integer.parseInt(early.header("retry-after"))).isPositive();
        }
    }

    @Test
    void an_upstream_that_is_starting_is_asked_again() throws IOException {
        var count = new AtomicInteger();
        var starting = badGateway(count);
        var url = URI.create("http://127.0.0.1:" + starting.getAddress().getPort() + "/v1");
        try (var gateway = gateway("one", url)) {
            await().until(() -> count.get() > 2);
            Answer early = gateway.ask(Question.to("chat"));

            assertThat(early.diagnosis()).isEqualTo("MODEL-NOT-READY");
            assertThat(early.header("x-should-retry")).isEmpty();
            assertThat(early.body()).contains("1 is down or starting");
        } finally {
            starting.stop(0);
        }
    }

    @Test
    void an_app_whose_key_dify_accepts_only_later_is_found() {
        try (var dify = SimulatedDify.start(0);
                var gateway = gateway("one", dify.url())) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/readyz").body())
                            .contains("one is unknown: DIFY-KEY"));

            Answer refused = gateway.ask(Question.to("chat"));
            assertThat(refused.diagnosis()).isEqualTo("MODEL-NOT-READY");
            assertThat(refused.header("x-should-retry")).isEqualTo("false");
            assertThat(refused.header("retry-after")).isEmpty();
            assertThat(refused.body())
                    .contains("1 refuses to say", "Sending the request again does not help")
                    .contains("DIFY-KEY-INVALID (Dify does not accept the key)")
                    .doesNotContain("one.", "`one`");
            assertThat(gateway.ask(Question.to("one")).diagnosis()).isEqualTo("DIFY-KEY-INVALID");

            dify.app(SimulatedApp.chat("app-one").named("chat"));
            await().until(() -> gateway.ask(Question.to("chat")).status() == 200);
        }
    }

    @Test
    void a_model_whose_key_is_dead_is_not_offered_and_says_why_when_it_is_asked() {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-good"));
                var gateway =
                        TestGateway.with()
                                .upstream("good", dify.url())
                                .upstream("dead", dify.url())
                                .start()) {
            await().untilAsserted(() ->
                    assertThat(get(gateway, "/v1/models").body())
                            .contains("\"good\"")
                            .doesNotContain("\"dead\""));

            assertThat(gateway.ask(Question.to("dead")).diagnosis()).isEqualTo("DIFY-KEY-INVALID");
        }
    }

    @Test
    void where_every_model_is_configured_an_unknown_name_is_unknown_whoever_is_away() {
        try (var gateway = TestGateway.with().upstream("one", unused()).start()) {
            assertThat(gateway.ask(Question.to("other")).diagnosis()).isEqualTo("MODEL-UNKNOWN");
            assertThat(get(gateway, "/v1/models").body()).contains("\"one\"");
        }
    }

    @Test
    void a_proxy_that_answers_for_a_dify_that_starts_says_nothing_of_its_app() throws IOException {
        var refused = new AtomicInteger();
        var proxy = badGateway(refused);
        var url = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + "/v1");
        try (var gateway =
                TestGateway.with()
                        .upstream("one", url)
                        .unnamed("workflow")
                        .probes(OFTEN)
                        .clock(InstantSource.system())
                        .start()) {
            await().until(() -> refused.get() > 2);
            assertThat(gateway.ask(Question.to("chat")).diagnosis()).isEqualTo("MODEL-NOT-READY");

            proxy.stop(0);
            try (var dify = SimulatedDify.start(url.getPort())) {
                dify.app(SimulatedApp.workflow("app-one").named("chat"));
                await().until(() -> gateway.ask(Question.to("chat")).status() == 200);
            }
        }
    }

    private static HttpServer badGateway(AtomicInteger count) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(502, -1);
                    exchange.close();
                    count.incrementAndGet();
                });
        server.start();
        return server;
    }

    private static TestGateway gateway(String upstream, URI url) {
        return TestGateway.with()
                .upstream(upstream, url)
                .unnamed("")
                .probes(OFTEN)
                .clock(InstantSource.system())
                .start();
    }

    private static Answer get(TestGateway gateway, String path) {
        try (var client = gateway.client()) {
            return client.get(path).answer();
        }
    }

    /** Where nothing listens, and something may later. */
    private static URI unused() {
        try (var dify = SimulatedDify.start(0)) {
            return dify.url();
        }
    }
}
