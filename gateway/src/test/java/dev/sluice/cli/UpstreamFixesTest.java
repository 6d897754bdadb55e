package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.Configuration;
import dev.sluice.config.Overrides;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error says of an upstream's settings makes the same request succeed. */
@Timeout(60)
final class UpstreamFixesTest {
    private static final SimulatedApp CHAT = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Question QUESTION = Question.to("a");
    private static final Duration LATE = Duration.ofMillis(600);
    private static final Pattern RAISED = Pattern.compile("raise upstreams\\.a\\.([a-z_.]+[a-z])");
    private static final Pattern URL = Pattern.compile("url(?:: | to )(\\S+[^\\s.])");

    @TempDir private Path folder = Path.of("");

    static Stream<Arguments> late() {
        return Stream.of(
                Arguments.of("first_event", CHAT.failing(new Fault.LateEvents(LATE))),
                Arguments.of("silence", CHAT.every(LATE)),
                Arguments.of("total", CHAT.every(LATE)));
    }

    @ParameterizedTest
    @MethodSource("late")
    void a_deadline_that_is_raised_as_its_error_says_lets_the_answer_come(
            String deadline, SimulatedApp app) throws IOException {
        try (var gateway = TestGateway.of(app)) {
            var settings = settings(gateway);
            settings.put("deadlines." + deadline, "200ms");
            reload(gateway, settings, "");

            String fix = gateway.ask(QUESTION).fix();
            Matcher raised = RAISED.matcher(fix);
            assertThat(raised.find()).as(fix).isTrue();
            settings.put(raised.group(1), "20s");
            reload(gateway, settings, "");

            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"301, ''", "302, /", "308, ''"})
    void a_redirect_is_followed_by_writing_its_target(int status, String slash) throws IOException {
        try (var gateway = TestGateway.of(CHAT);
                var moved = new Moved(status, gateway.dify().url().toString())) {
            var settings = settings(gateway);
            settings.put("url", moved.url() + slash);

            expectFixedByUrl(gateway, settings);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/v1/apps", "/console/api"})
    void an_address_with_a_wrong_path_gets_the_right_one(String path) throws IOException {
        try (var gateway = TestGateway.of(CHAT)) {
            var settings = settings(gateway);
            settings.put("url", gateway.dify().url().toString().replace("/v1", path));

            expectFixedByUrl(gateway, settings);
        }
    }

    private void expectFixedByUrl(TestGateway gateway, Map<String, String> settings)
            throws IOException {
        reload(gateway, settings, "");
        Answer failed = gateway.ask(QUESTION);
        Matcher url = URL.matcher(failed.fix());
        assertThat(url.find()).as(failed.toString()).isTrue();
        settings.put("url", url.group(1));
        reload(gateway, settings, "");

        Answer answer = gateway.ask(QUESTION);
        assertThat(answer.status()).as(failed.fix() + answer).isEqualTo(200);
    }

    @Test
    void the_key_of_the_app_is_put_where_its_refusal_says() throws IOException {
        try (var gateway = TestGateway.of(CHAT)) {
            var settings = settings(gateway);
            settings.put("key", "app-of-nobody");
            reload(gateway, settings, "");

            String fix = gateway.ask(QUESTION).fix();
            assertThat(fix).contains("upstreams.a.key");
            settings.put("key", "app-a");
            reload(gateway, settings, "");

            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
        }
    }

    @Test
    void side_requests_are_answered_by_the_model_that_is_written_where_their_refusal_says()
            throws IOException {
        var title = QUESTION.header("X-OpenWebUI-Task", "title_generation");
        try (var gateway = TestGateway.of(CHAT)) {
            reload(gateway, settings(gateway), "chats: {side_requests: refuse}\n");
            Answer refused = gateway.ask(title);
            assertThat(refused.status()).isNotEqualTo(200);
            assertThat(refused.fix()).contains("chats.side_requests to a model");
            reload(gateway, settings(gateway), "chats: {side_requests: a}\n");

            assertThat(gateway.ask(title).status()).isEqualTo(200);
        }
    }

    private static Map<String, String> settings(TestGateway gateway) {
        var settings = new TreeMap<String, String>();
        settings.put("type", "dify");
        settings.put("url", gateway.dify().url().toString());
        settings.put("key", "app-a");
        return settings;
    }

    private void reload(TestGateway gateway, Map<String, String> settings, String more)
            throws IOException {
        var yaml = new StringBuilder("access: {mode: open}\n").append(more);
        yaml.append("upstreams:\n  a:\n");
        settings.forEach((path, value) -> {
            String[] names = path.split("\\.", 2);
            yaml.append("    ").append(names[0]).append(": ");
            yaml.append(names.length == 1 ? value : "{" + names[1] + ": " + value + "}");
            yaml.append('\n');
        });
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, yaml.toString());
        gateway.gateway().reload(Configuration.at(file, Overrides.NONE, Map.of()).load());
    }

    /** A server that knows where everything is now. */
    private record Moved(HttpServer server) implements AutoCloseable {
        Moved(int status, String target) throws IOException {
            this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            server.createContext(
                    "/",
                    exchange -> {
                        String path = exchange.getRequestURI().getPath().replaceFirst("^/old", "");
                        exchange.getResponseHeaders().set("Location", target + path);
                        exchange.sendResponseHeaders(status, -1);
                        exchange.close();
                    });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/old";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
