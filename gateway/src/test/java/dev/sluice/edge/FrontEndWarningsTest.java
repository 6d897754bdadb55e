package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.access.Grants;
import dev.sluice.access.IdentityConfig;
import dev.sluice.testing.Question;
import dev.sluice.testing.SignedToken;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an operator is told whose Open WebUI does not say who its users are. */
final class FrontEndWarningsTest {
    private static final String KEY = "key-of-the-front-end";
    private static final String USER = "X-OpenWebUI-User-Id: u-1\r\n";
    private static final String CHAT = "X-OpenWebUI-Chat-Id: c-1\r\n";

    /** The fix, as it stands in a line of JSON. */
    private static final String HEADERS =
            "in Open WebUI (0.10 or later), under Admin Settings > Connections, give the connection the headers {\\\"X-OpenWebUI-User-Id\\\":\\\"{{USER_ID}}\\\",\\\"X-OpenWebUI-Chat-Id\\\":\\\"{{CHAT_ID}}\\\",\\\"X-OpenWebUI-Task\\\":\\\"{{TASK}}\\\",\\\"X-OpenWebUI-Message-Id\\\":\\\"{{MESSAGE_ID}}\\\",\\\"X-OpenWebUI-Parent-Id\\\":\\\"{{USER_MESSAGE_PARENT_ID}}\\\"}, or start it with ENABLE_FORWARD_USER_INFO_HEADERS=true; ";

    private static final String MESSAGE = "\"message\":\"a front end ";

    private static AccessConfig access(AccessConfig.Mode mode, String secret) {
        var identity =
                new IdentityConfig(
                        "X-OpenWebUI-User-Id",
                        "X-OpenWebUI-Chat-Id",
                        "X-Session-Id",
                        "",
                        "X-OpenWebUI-User-Jwt",
                        secret);
        var keys = List.of(new ConfiguredKey("plain", KEY));
        return new AccessConfig(mode, false, keys, List.of(), List.of(), identity);
    }

    private static TestGateway gateway(AccessConfig access) {
        return TestGateway.with(SimulatedApp.chat("app-a").saying("Hi.")).access(access).start();
    }

    /** The warnings of so many answers. */
    private static List<String> ask(int times, TestGateway gateway, String headers) {
        String json = Question.to("a").json();
        try (var client = gateway.client()) {
            return IntStream.range(0, times)
                    .mapToObj(_ ->
                            client.send(
                                            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-OpenWebUI-Auth-Type: jwt\r\n%sContent-Length: %d\r\n\r\n%s"
                                                    .formatted(headers, json.length(), json))
                                    .answer())
                    .peek(answer -> assertThat(answer.status()).isEqualTo(200))
                    .map(answer -> answer.header("x-sluice-warning"))
                    .toList();
        }
    }

    /** What the log says of front ends, without the time. */
    private static List<String> told(StandardError error) {
        return error.lines().stream()
                .filter(line -> line.contains(MESSAGE))
                .map(line -> {
                    var event = (ObjectNode) new JsonMapper().readTree(line);
                    event.remove("timestamp");
                    return event.toString();
                })
                .toList();
    }

    private static String line(String message, String code, String client, String fix) {
        return "{\"level\":\"WARN\",\"logger\":\"FrontEnds\",\"message\":\"%s\",\"code\":\"%s\",\"client\":\"%s\",\"fix\":\"%s\"}"
                .formatted(message, code, client, fix);
    }

    @Test
    void what_is_missing_twenty_times_in_a_row_is_told_once_and_on_every_answer_from_then_on() {
        try (var error = new StandardError();
                var gateway = gateway(access(AccessConfig.Mode.OPEN, ""))) {
            assertThat(ask(19, gateway, "")).containsOnly("");
            assertThat(told(error)).isEmpty();

            assertThat(ask(2, gateway, "")).containsOnly("USER-UNKNOWN, CHAT-ID-MISSING");

            assertThat(told(error))
                    .containsExactly(
                            line(
                                    "a front end does not name its users",
                                    "USER-UNKNOWN",
                                    "open",
                                    HEADERS
                                            + "users are named by X-OpenWebUI-User-Id or user or metadata.user_id"),
                            line(
                                    "a front end does not name its chats",
                                    "CHAT-ID-MISSING",
                                    "open",
                                    HEADERS
                                            + "chats are named by X-OpenWebUI-Chat-Id or X-Session-Id or metadata.chat_id"));
        }
    }

    @Test
    void a_front_end_that_names_both_is_told_nothing() {
        try (var error = new StandardError();
                var gateway = gateway(access(AccessConfig.Mode.OPEN, ""))) {
            assertThat(ask(21, gateway, USER + CHAT)).containsOnly("");
            assertThat(told(error)).isEmpty();
        }
    }

    @Test
    void a_reload_forgets_nothing() {
        try (var gateway = gateway(access(AccessConfig.Mode.OPEN, ""))) {
            ask(19, gateway, CHAT);

            gateway.reload(access(AccessConfig.Mode.OPEN, ""));

            assertThat(ask(1, gateway, CHAT)).containsExactly("USER-UNKNOWN");
            assertThat(ask(1, gateway, USER + CHAT)).containsExactly("");
        }
    }

    @Test
    void a_front_end_whose_key_may_not_speak_for_users_is_told_which_may() {
        try (var error = new StandardError();
                var gateway = gateway(access(AccessConfig.Mode.KEYS, ""))) {
            String key = "Authorization: Bearer " + KEY + "\r\n";

            assertThat(ask(21, gateway, key + USER + CHAT)).containsOnly("USER-IGNORED");

            assertThat(told(error))
                    .containsExactly(
                            line(
                                    "a front end names users and is not believed",
                                    "USER-IGNORED",
                                    "plain",
                                    "give the front end a key that `sluice keys create NAME --speaks-for-users` makes, or `sluice keys create NAME --for open-webui` for Open WebUI"));
        }
    }

    @Test
    void where_only_tokens_count_the_fix_is_to_sign_them() {
        String fix =
                "start Open WebUI with ENABLE_FORWARD_USER_INFO_HEADERS=true and with FORWARD_USER_INFO_HEADER_JWT_SECRET set to access.identity.token_secret; users are named by the token in X-OpenWebUI-User-Jwt";
        try (var error = new StandardError();
                var gateway = gateway(access(AccessConfig.Mode.KEYS, SignedToken.SECRET))) {
            String speaking =
                    gateway.gateway().keys().create("front", Grants.CHAT.speakingForUsers()).key();
            String key = "Authorization: Bearer " + speaking + "\r\n";
            await().until(() -> status(gateway, key) == 200);

            ask(20, gateway, key + CHAT);
            ask(20, gateway, key + CHAT + USER);

            assertThat(told(error))
                    .containsExactly(
                            line(
                                    "a front end does not name its users",
                                    "USER-UNKNOWN",
                                    "front",
                                    fix),
                            line(
                                    "a front end names users and is not believed",
                                    "USER-IGNORED",
                                    "front",
                                    fix));
        }
    }

    private static int status(TestGateway gateway, String key) {
        try (var client = gateway.client()) {
            return client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + key + "\r\n")
                    .answer()
                    .status();
        }
    }
}
