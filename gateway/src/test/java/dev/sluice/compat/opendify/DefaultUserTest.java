package dev.sluice.compat.opendify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.http.ProxyChoice;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.testing.OldOpenDify;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Door;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class DefaultUserTest {
    private final SimulatedDify dify =
            SimulatedDify.start(0)
                    .app(SimulatedApp.chat("app-one"))
                    .app(SimulatedApp.chatflow("app-two"))
                    .app(SimulatedApp.workflow("app-flow"));
    private final DefaultUser nobody = new DefaultUser();

    @AfterEach
    void close() {
        nobody.close();
        dify.close();
    }

    private static UpstreamConfig app(String key, URI url) {
        return new UpstreamConfig(
                "the-" + key,
                "dify",
                url,
                key,
                "",
                "",
                ChatSettings.DEFAULT,
                new CallSettings(Deadlines.DIFY, false, new ProxyChoice.Direct(), 1));
    }

    private UpstreamConfig app(String key) {
        return app(key, dify.url());
    }

    @Test
    void the_conversations_of_all_apps_and_pages_are_learnt_and_no_others() throws Exception {
        OldOpenDify.chat(dify, "app-one", "open_webui_default_user", 205);
        OldOpenDify.chat(dify, "app-two", "open_webui_default_user", 1);
        var theirs = dify.conversations().stream().map(Conversation::id).toList();
        OldOpenDify.chat(dify, "app-one", "open_webui_somebody", 1);

        var learnt = nobody.ask(List.of(app("app-one"), app("app-two"), app("app-flow")));

        assertThat(learnt.conversations()).hasSize(206).hasSameElementsAs(theirs);
        assertThat(learnt.failures()).isEmpty();
    }

    @Test
    void an_app_that_refuses_is_told_without_its_key_and_the_others_are_asked() throws Exception {
        OldOpenDify.chat(dify, "app-one", "open_webui_default_user", 1);

        var learnt = nobody.ask(List.of(app("app-wrong"), app("app-one")));

        assertThat(learnt.conversations()).hasSize(1);
        assertThat(learnt.failures())
                .containsExactly(
                        "the-app-wrong at " + dify.url() + ": it answered 401 without a list");
    }

    @Test
    void a_server_that_is_away_is_told_once() {
        URI gone = URI.create("http://127.0.0.1:1/v1");

        var learnt = nobody.ask(List.of(app("app-one", gone), app("app-two", gone)));

        assertThat(learnt.failures())
                .containsExactly("the-app-one at " + gone + ": ConnectException");
    }

    @Test
    void a_server_that_says_nothing_is_not_waited_for_long() {
        dify.door(Door.DEAF);
        try (var hasty = new DefaultUser(Duration.ofMillis(300))) {
            var learnt = hasty.ask(List.of(app("app-one"), app("app-two")));

            assertThat(learnt.failures())
                    .containsExactly(
                            "the-app-one at " + dify.url() + ": it took longer than 300 ms");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302, '', it answered 302 without a list",
        "200, <html>, it answered 200 without a list",
        "500, '{\"data\":[{\"id\":\"a\"}]}', it answered 500 without a list",
        "400, '{\"code\":\"other\"}', it answered 400 without a list"
    })
    void who_answers_otherwise_is_told_and_nobody_else_gets_the_key(
            int status, String body, String told) throws IOException {
        var asked = new AtomicInteger();
        var stranger = stranger(status, body, asked);
        try {
            URI url = url(stranger);

            var learnt = nobody.ask(List.of(app("app-one", url)));

            assertThat(learnt.failures()).containsExactly("the-app-one at " + url + ": " + told);
            assertThat(learnt.conversations()).isEmpty();
            assertThat(asked).hasValue(1);
            assertThat(dify.acceptedConnections()).isZero();
        } finally {
            stranger.stop(0);
        }
    }

    @Test
    void a_page_that_repeats_itself_is_the_last() throws IOException {
        var asked = new AtomicInteger();
        var stranger = stranger(200, "{\"has_more\":true,\"data\":[{\"id\":\"a b\"}]}", asked);
        try {
            var learnt = nobody.ask(List.of(app("app-one", url(stranger))));

            assertThat(learnt.conversations()).containsExactly("a b");
            assertThat(asked).hasValue(2);
        } finally {
            stranger.stop(0);
        }
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Answers everything alike, and points to the simulated Dify. */
    private HttpServer stranger(int status, String body, AtomicInteger asked) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                call -> {
                    asked.incrementAndGet();
                    call.getResponseHeaders().add("Location", dify.url() + "/conversations?user=x");
                    call.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
                    call.getResponseBody().write(body.getBytes(UTF_8));
                    call.close();
                });
        server.start();
        return server;
    }
}
