package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.access.Grants;
import dev.sluice.access.Permission;
import dev.sluice.app.ApiRoutes;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.web.Route;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route, with every kind of caller, in both modes: what is declared is what is asked. */
final class PermissionsTest {
    private static final String PAGE = "https://chat.example.org";
    private static final String FOREIGN = "https://evil.example";
    private static final String CONFIGURED = "sk-of-the-configuration";
    private static final Set<Permission> CHATTING = EnumSet.of(Permission.MODELS, Permission.CHAT);
    private static final Set<Permission> WATCHING =
            EnumSet.of(Permission.MODELS, Permission.CHAT, Permission.STATUS);

    private static final Map<Mode, TestGateway> GATEWAYS = new EnumMap<>(Mode.class);
    private static final Map<Mode, Map<Who, String>> KEYS = new EnumMap<>(Mode.class);

    /** Who comes, and what such a key grants where keys count. */
    enum Who {
        NOBODY,
        DUMMY,
        GARBAGE,
        CONFIGURED_KEY,
        MADE_KEY,
        STATUS_KEY,
        ADMIN_KEY,
        REVOKED_KEY;

        Set<Permission> grants() {
            return switch (this) {
                case NOBODY, DUMMY, GARBAGE, REVOKED_KEY -> Set.of();
                case CONFIGURED_KEY, MADE_KEY -> CHATTING;
                case STATUS_KEY -> WATCHING;
                case ADMIN_KEY -> EnumSet.complementOf(EnumSet.of(Permission.PUBLIC));
            };
        }
    }

    @BeforeAll
    static void open() {
        for (Mode mode : Mode.values()) {
            var keys = List.of(new ConfiguredKey("configured", CONFIGURED));
            var config = new AccessConfig(mode, false, keys, List.of(PAGE), List.of());
            var app = SimulatedApp.chat("app-app").saying("Fine.");
            var gateway = TestGateway.with(app).access(config).start();
            GATEWAYS.put(mode, gateway);
            KEYS.put(mode, headers(gateway));
            // The ring reads all keys at once, and this one was changed last.
            await().until(() ->
                    get(mode, "/v1/models", header(mode, Who.REVOKED_KEY))
                            .diagnosis()
                            .equals("KEY-REVOKED"));
        }
    }

    private static Map<Who, String> headers(TestGateway gateway) {
        var keys = gateway.gateway().keys();
        String made = keys.create("made", Grants.CHAT).key();
        String status = keys.create("status", Grants.CHAT.and(Permission.STATUS)).key();
        String admin = keys.create("root", Grants.ALL).key();
        String revoked = keys.create("revoked", Grants.ALL).key();
        assertThat(keys.revoke("revoked")).isTrue();
        return Map.of(
                Who.NOBODY, "",
                Who.DUMMY, "Authorization: Bearer sk-dummy\r\n",
                Who.GARBAGE, "Authorization: Bearer Bearer \u00e9\r\nX-API-Key: ,;=\r\n",
                Who.CONFIGURED_KEY, "Authorization: Bearer " + CONFIGURED + "\r\n",
                Who.MADE_KEY, "X-API-Key: " + made + "\r\n",
                Who.STATUS_KEY, "Authorization: bearer " + status + "\r\n",
                Who.ADMIN_KEY, "Authorization: " + admin + "\r\n",
                Who.REVOKED_KEY, "Authorization: Bearer " + revoked + "\r\n");
    }

    @AfterAll
    static void close() {
        GATEWAYS.values().forEach(TestGateway::close);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource
    void a_route_takes_who_holds_what_it_declares(Mode mode, Route route, Who who) {
        Answer answer = ask(mode, route.method(), route, header(mode, who));

        assertThat(verdict(answer)).isEqualTo(expected(mode, route.permission(), who));
        assertThat(answer.header("www-authenticate"))
                .isEqualTo(answer.status() == 401 ? "Bearer" : "");
    }

    static Stream<Arguments> a_route_takes_who_holds_what_it_declares() {
        return Stream.of(Mode.values())
                .flatMap(mode ->
                        ApiRoutes.listed().stream()
                                .flatMap(route ->
                                        Stream.of(Who.values())
                                                .map(who -> Arguments.of(mode, route, who))));
    }

    private static int expected(Mode mode, Permission needed, Who who) {
        if (needed == Permission.PUBLIC) {
            return 200;
        }
        if (who == Who.REVOKED_KEY || (mode == Mode.KEYS && who.grants().isEmpty())) {
            return 401;
        }
        boolean open = mode == Mode.OPEN && WATCHING.contains(needed);
        return open || who.grants().contains(needed) ? 200 : 403;
    }

    /** Whoever is let in may still be told that the rest of the request is wrong. */
    private static int verdict(Answer answer) {
        return switch (answer.diagnosis()) {
            case "KEY-MISSING", "KEY-INVALID", "KEY-REVOKED" -> {
                assertThat(answer.status()).isEqualTo(401);
                yield 401;
            }
            case "PERMISSION-DENIED" -> {
                assertThat(answer.status()).isEqualTo(403);
                yield 403;
            }
            case "CONVERSATION-UNKNOWN" -> {
                assertThat(answer.status()).isEqualTo(404);
                yield 200;
            }
            // Anything else comes from behind the gate.
            default -> {
                assertThat(answer.status()).isIn(200, 400);
                yield 200;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_page_that_is_listed_may_ask_what_it_may_send(Mode mode, Route route) {
        Answer answer = preflight(mode, route, PAGE);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(answer.header("access-control-allow-headers")).isEqualTo("authorization");
        assertThat(answer.header("access-control-allow-methods")).contains(route.method());
        assertThat(answer.header("vary")).isEqualTo("origin");
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_foreign_page_may_not_ask_and_reads_nothing(Mode mode, Route route) {
        Answer answer = preflight(mode, route, FOREIGN);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.diagnosis()).isEqualTo("ORIGIN-REFUSED");
        assertThat(answer.header("access-control-allow-origin")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_foreign_page_is_refused_whatever_key_it_has(Mode mode, Route route) {
        String headers = header(mode, Who.ADMIN_KEY) + "Origin: " + FOREIGN + "\r\n";

        Answer answer = ask(mode, route.method(), route, headers);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.diagnosis()).isEqualTo("ORIGIN-REFUSED");
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_foreign_host_is_refused_where_no_key_is_asked_for(Mode mode, Route route) {
        String request =
                "%s %s HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n%s\r\n"
                        .formatted(route.method(), path(route), header(mode, Who.ADMIN_KEY));

        Answer answer = send(mode, request);

        assertThat(answer.diagnosis().equals("HOST-REFUSED")).isEqualTo(mode == Mode.OPEN);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_method_that_is_not_the_routes_is_told_with_those_that_are(Mode mode, Route route) {
        Answer answer = ask(mode, "PATCH", route, "");

        String method = route.method();
        String methods = method.equals("GET") ? "GET, HEAD, OPTIONS" : method + ", OPTIONS";
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo(methods);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void a_head_request_needs_what_the_route_needs(Mode mode, Route route) {
        String request =
                "HEAD %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(path(route));
        int expected = expected(mode, route.permission(), Who.NOBODY);

        Answer answer = send(mode, request);

        assertThat(answer.status()).isEqualTo(route.method().equals("GET") ? expected : 405);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void options_outside_of_browsers_lists_the_methods_without_a_key(Mode mode, Route route) {
        Answer answer = ask(mode, "OPTIONS", route, "Connection: close\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("allow")).contains(route.method()).endsWith("OPTIONS");
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(Mode.values())
                .flatMap(mode ->
                        ApiRoutes.listed().stream().map(route -> Arguments.of(mode, route)));
    }

    @Test
    void a_listed_page_can_read_failures_too() {
        String origin = "Origin: " + PAGE + "\r\n";
        String key = header(Mode.KEYS, Who.MADE_KEY);

        var answers =
                List.of(
                        get(Mode.KEYS, "/v1/models", origin),
                        get(Mode.KEYS, "/metrics", origin + key),
                        get(Mode.KEYS, "/nowhere", origin),
                        get(Mode.KEYS, "/v1/chat/completions", origin),
                        get(Mode.KEYS, "/v1/..", origin));

        assertThat(answers).extracting(Answer::status).containsExactly(401, 403, 404, 405, 400);
        assertThat(answers)
                .allSatisfy(answer -> {
                    assertThat(answer.header("access-control-allow-origin")).isEqualTo(PAGE);
                    assertThat(answer.header("access-control-expose-headers"))
                            .contains("x-request-id");
                });
    }

    @Test
    void a_listed_page_can_read_a_stream() {
        String json = Question.to("app").streamed().json();
        String headers = header(Mode.KEYS, Who.MADE_KEY) + "Origin: " + PAGE + "\r\n";

        Answer answer = send(Mode.KEYS, chat(headers, json.length()) + json);

        assertThat(answer.events().isDone()).isTrue();
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(PAGE);
    }

    @Test
    void who_may_not_ask_is_refused_before_the_body_is_asked_for() throws IOException {
        int port = gateway(Mode.KEYS).port();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String head = chat("Expect: 100-continue\r\n", 100);

            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));

            assertThat(in.readLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    @Test
    void a_key_behind_the_body_is_no_key() {
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
        String body = "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n";

        Answer answer = send(Mode.KEYS, head + body + header(Mode.KEYS, Who.ADMIN_KEY) + "\r\n");

        assertThat(answer.status()).isEqualTo(401);
    }

    private static Answer preflight(Mode mode, Route route, String origin) {
        String headers =
                "Connection: close\r\nOrigin: %s\r\nAccess-Control-Request-Method: %s\r\nAccess-Control-Request-Headers: authorization\r\n"
                        .formatted(origin, route.method());
        return ask(mode, "OPTIONS", route, headers);
    }

    private static String chat(String headers, int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(headers, length);
    }

    private static Answer get(Mode mode, String path, String headers) {
        return send(mode, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private static Answer ask(Mode mode, String method, Route route, String headers) {
        return send(
                mode,
                "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n%s\r\n"
                        .formatted(method, path(route), headers));
    }

    private static Answer send(Mode mode, String request) {
        try (var client = gateway(mode).client()) {
            return client.sendBytes(request.getBytes(StandardCharsets.ISO_8859_1)).answer();
        }
    }

    private static String path(Route route) {
        return route.path().toString().replaceAll("\\{\\w+}", "app");
    }

    private static TestGateway gateway(Mode mode) {
        return Objects.requireNonNull(GATEWAYS.get(mode));
    }

    private static String header(Mode mode, Who who) {
        return Objects.requireNonNull(Objects.requireNonNull(KEYS.get(mode)).get(who));
    }
}
