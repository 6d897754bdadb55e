package dev.sluice.migration;

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
                .containsExactly("the-app-wrong at " + dify.url() + ": it answered 401");
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

    @Test
    void a_redirect_is_not_followed_with_the_key() throws IOException {
        var asked = new AtomicInteger();
        var elsewhere =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext(
                "/",
                call -> {
                    asked.incrementAndGet();
                    call.getResponseHeaders().add("Location", dify.url() + "/conversations?user=x");
                    call.sendResponseHeaders(302, -1);
                    call.close();
                });
        elsewhere.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/v1");

            var learnt = nobody.ask(List.of(app("app-one", url)));

            assertThat(learnt.failures())
                    .containsExactly("the-app-one at " + url + ": it answered 302");
            assertThat(asked).hasValue(1);
            assertThat(dify.acceptedConnections()).isZero();
        } finally {
            elsewhere.stop(0);
        }
    }
}
