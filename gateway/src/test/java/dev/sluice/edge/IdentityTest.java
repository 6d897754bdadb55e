package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.Grants;
import dev.sluice.access.IdentityConfig;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.SignedToken;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whose words the upstream is told a chat brings, from the headers of the official front end on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityTest {
    private static final String UNKNOWN_CONVERSATION = "9b4ebe18-42c1-40c5-aa37-f043de4e3f14";

    private final TestGateway gateway;
    private final String front;
    private final String laptop;

    IdentityTest() {
        gateway = gateway(IdentityConfig.DEFAULT);
        front = key(gateway, "front", Grants.CHAT.speakingForUsers());
        laptop = key(gateway, "laptop", Grants.CHAT);
    }

    private static TestGateway gateway(IdentityConfig identity) {
        return TestGateway.with(SimulatedApp.chat("app-a").saying("Hi."))
                .access(access(identity))
                .start();
    }

    private static AccessConfig access(IdentityConfig identity) {
        return new AccessConfig(
                AccessConfig.Mode.KEYS, false, List.of(), List.of(), List.of(), identity);
    }

    private static String key(TestGateway gateway, String name, Grants grants) {
        String key = gateway.gateway().keys().create(name, grants).key();
        await().until(() -> {
            try (var client = gateway.client()) {
                return client.send(
                                        "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n"
                                                .formatted(key))
                                .answer()
                                .status()
                        == 200;
            }
        });
        return key;
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    private Answer ask(String key, String headers, String member) {
        return ask(gateway, key, headers, member);
    }

    /**
     * @param headers each with its line break
     * @param member of the body
     */
    private static Answer ask(TestGateway gateway, String key, String headers, String member) {
        String json = Question.to("a").with(member).json();
        try (var client = gateway.client()) {
            return client.send(
                            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%sContent-Length: %d\r\n\r\n%s"
                                    .formatted(
                                            key,
                                            headers,
                                            json.getBytes(StandardCharsets.UTF_8).length,
                                            json))
                    .answer();
        }
    }

    private String toldUser() {
        return gateway.dify().runs().getLast().user();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-OpenWebUI-User-Id: u-1 | \"n\":1 | front:u-1",
                "x-openwebui-user-id: Zoë 客 | \"n\":1 | front:Zoë 客",
                "X-OpenWebUI-User-Id: u-1 | \"user\":\"u-2\" | front:u-1",
                "X-OpenWebUI-User-Id: u-1 | \"metadata\":{\"user_id\":\"u-3\"} | front:u-1",
                "X-Other: u-1 | \"user\":\"u-2\" | front:u-2",
                "X-Other: u-1 | \"metadata\":{\"user_id\":\"u-3\"} | front:u-3",
                "X_OpenWebUI_User_Id: u-1 | \"n\":1 | front",
                "X-My-User-Id: u-1 | \"n\":1 | front",
                "X-OpenWebUI-User-Jwt: u-1 | \"n\":1 | front",
            })
    void a_key_that_speaks_for_users_is_believed(String header, String member, String user) {
        Answer answer = ask(front, header + "\r\n", member);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-sluice-warning")).isEmpty();
        assertThat(toldUser()).isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-OpenWebUI-User-Id: front:u-1 | \"n\":1",
                "X-Other: x | \"user\":\"u-1\"",
                "X-Other: x | \"metadata\":{\"user_id\":\"u-1\"}",
            })
    void any_other_key_speaks_for_itself_and_is_told_so(String header, String member) {
        Answer answer = ask(laptop, header + "\r\n", member);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-sluice-warning")).isEqualTo("USER-IGNORED");
        assertThat(toldUser()).isEqualTo("laptop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-OpenWebUI-Chat-Id", "X-Session-Id", "X-OpenWebUI-User-Id"})
    void a_name_that_is_too_long_is_the_clients_mistake(String header) {
        Answer answer = ask(front, header + ": " + "x".repeat(201) + "\r\n", "\"n\":1");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-FIELD");
        assertThat(answer.body()).contains("\"param\":\"" + header + "\"").doesNotContain("xxx");
    }

    @Test
    void a_conversation_can_be_named_in_a_header() {
        Answer unknown =
                ask(front, "X-Dify-Conversation-Id: " + UNKNOWN_CONVERSATION + "\r\n", "\"n\":1");
        Answer both =
                ask(
                        front,
                        "X-Dify-Conversation-Id: " + UNKNOWN_CONVERSATION + "\r\n",
                        "\"conversation_id\":\"another\"");

        assertThat(unknown.diagnosis()).isEqualTo("DIFY-CONVERSATION-GONE");
        assertThat(both.diagnosis()).isEqualTo("REQUEST-FIELD");
    }

    @Test
    void with_a_secret_only_a_token_names_the_user() {
        var identity =
                new IdentityConfig(
                        "X-OpenWebUI-User-Id",
                        "X-OpenWebUI-Chat-Id",
                        "X-Session-Id",
                        "X-Dify-Conversation-Id",
                        "X-OpenWebUI-User-Jwt",
                        SignedToken.SECRET);
        try (var strict = gateway(identity)) {
            String key = key(strict, "front", Grants.CHAT.speakingForUsers());
            long now = TestGateway.FIXED_CLOCK.instant().getEpochSecond();
            String plain = "X-OpenWebUI-User-Id: u-2\r\n";
            String token = "X-OpenWebUI-User-Jwt: " + SignedToken.of("u-1", now, now + 300);

            Answer signed = ask(strict, key, plain + token + "\r\n", "\"n\":1");
            Answer unsigned = ask(strict, key, plain, "\"n\":1");
            Answer forged = ask(strict, key, plain + token + "x\r\n", "\"n\":1");

            assertThat(strict.dify().runs())
                    .extracting(run -> run.user())
                    .containsExactly("front:u-1", "front");
            assertThat(signed.header("x-sluice-warning")).isEmpty();
            assertThat(unsigned.header("x-sluice-warning")).isEqualTo("USER-IGNORED");
            assertThat(forged.status()).isEqualTo(401);
            assertThat(forged.diagnosis()).isEqualTo("IDENTITY-INVALID");
        }
    }

    @Test
    void a_reload_can_rename_a_header() {
        String headers = "X-OpenWebUI-User-Id: u-1\r\nX-Who: u-2\r\n";
        try (var other = gateway(IdentityConfig.DEFAULT)) {
            String key = key(other, "front", Grants.CHAT.speakingForUsers());

            other.reload(access(new IdentityConfig("X-Who", "", "", "", "", "")));

            assertThat(ask(other, key, headers, "\"n\":1").status()).isEqualTo(200);
            assertThat(other.dify().runs().getLast().user()).isEqualTo("front:u-2");
        }
    }
}
