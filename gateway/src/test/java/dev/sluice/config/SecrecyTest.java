package dev.sluice.config;

import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecrecyTest {
    private static final String SECRET = "0123456789CANARY";
    private static final String KEY = "app-" + SECRET;
    private static final String BASE = "DIFY_API_BASE=https://dify.example/v1\n";

    static Stream<String> faultyYaml() {
        var places =
                Stream.of(
                        "key: " + KEY + " x",
                        "key: '" + KEY,
                        "key: " + KEY + ": x",
                        "key: @" + KEY,
                        "key: [" + KEY,
                        "key: [" + KEY + "]",
                        "key: &" + KEY,
                        "key: *" + KEY,
                        "key: dataset-" + SECRET,
                        "key: x${env:" + KEY + "}",
                        "type: " + KEY,
                        "url: " + KEY,
                        "url: https://" + KEY + "@dify.example",
                        "url: https://dify.example?key=" + KEY,
                        "model: \"" + KEY + " \"",
                        "mode: " + KEY,
                        "memory: " + KEY,
                        "user: '{" + KEY + "}'",
                        "rerun: " + KEY,
                        "proxy: " + KEY,
                        "max_connections: ${env:SECRET}",
                        "deadlines: {total: " + KEY + "}",
                        KEY + ": x");
        return Stream.concat(places.map(Reading::support), faultySections());
    }

    private static Stream<String> faultySections() {
        return Stream.of(
                KEY,
                support() + "server: {listen: " + KEY + "}\n",
                support() + "server: {host: 'http://u:" + SECRET + "@h'}\n",
                support() + "server: {host: 'sk-" + SECRET + " x'}\n",
                support() + "server: {trusted_proxies: " + KEY + "}\n",
                support() + "access: {mode: " + KEY + "}\n",
                support() + "access: {keys: {a: " + KEY + " x}}\n",
                support() + "access: {keys: {a: " + KEY + ", b: " + KEY + "}}\n",
                support() + "access: {keys: {" + KEY + "=: a}}\n",
                support() + "access: {identity: {token_secret: " + KEY + "}}\n",
                support() + "access: {identity: {user_header: '" + KEY + " '}}\n",
                support()
                        + "access: {identity: {user_header: x, chat_header: x, token_header: off, token_secret: "
                        + KEY
                        + KEY
                        + "}}\n",
                support() + "conversations: {retention: " + KEY + "}\n",
                support() + "access: {hosts: '" + KEY + ":'}\n",
                support() + "cors: {origins: " + KEY + "}\n",
                support() + "data: {url: 'postgresql://u:" + KEY + "#@h/db'}\n",
                support() + "log: {level: " + KEY + "}\n",
                support().replace("support", KEY + " x"),
                support() + "models: {a: " + KEY + "}\n");
    }

    @ParameterizedTest
    @MethodSource("faultyYaml")
    void a_key_in_any_place_of_a_faulty_file_is_not_repeated(String text) {
        assertThat(refusal("sluice.yaml", text)).isNotEmpty().doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODEL_CONFIG={\"a\":\"KEY\"",
                "MODEL_CONFIG={\"a\":\"KEY}",
                "MODEL_CONFIG={\"a\":\"KEY\" \"b\":\"KEY\"}",
                "MODEL_CONFIG={\"KEY\":\"a\"}",
                "MODEL_CONFIG={\"a\" \"KEY\"}",
                "MODEL_CONFIG=KEY",
                "MODEL_CONFIG={\"a\":\"KEY KEY\"}",
                "KEY",
                "SERVER_PORT=KEY",
                "MODEL_CONFIGS={\"a\":\"KEY\"}",
                "DIFY_MODEL_MAP=KEY=a",
                "DIFY_API_KEYS=KEY KEY",
                "VALID_API_KEYS=KEY,KEY",
                "AUTH_MODE=KEY",
                "TIMEOUT=KEY",
                "CONVERSATION_MODE=KEY",
                "CORS_ORIGINS=KEY",
                "SLUICE_KEY=KEY",
                "SLUICE_SERVER_LISTEN=KEY",
                "SLUICE_DATA_URL=postgresql://u:KEY/x@h/db",
            })
    void a_key_in_any_place_of_a_faulty_env_file_is_not_repeated(String line) {
        assertThat(refusal(".env", BASE + line.replace("KEY", KEY)))
                .isNotEmpty()
                .doesNotContain(SECRET);
    }

    @Test
    void a_valid_configuration_prints_without_its_keys() {
        var yaml = Reading.yaml(support("key: " + KEY, "url: https://d.example/v1/chat-messages"));
        var env =
                Reading.env(BASE + "MODEL_CONFIG='{\"a\":\"" + KEY + "\"}'\nVALID_API_KEYS=" + KEY);

        assertThat(yaml.upstreams().getFirst().key()).isEqualTo(KEY);
        assertThat(env.upstreams().getFirst().key()).isEqualTo(KEY);
        assertThat(yaml.toString() + env).contains("removed").doesNotContain(SECRET);
    }

    @Test
    void what_is_shown_and_compared_holds_no_secret() {
        String yaml =
                support("key: " + KEY)
                        + "access: {keys: {front: "
                        + KEY
                        + "}, identity: {token_secret: "
                        + KEY
                        + KEY
                        + "}}\ndata: {url: 'postgresql://u:"
                        + KEY
                        + "@db/x?password="
                        + KEY
                        + "'}\n";
        var loaded = Reading.loaded(new SourceText("sluice.yaml", yaml), Map.of(), Overrides.NONE);

        assertThat(loaded.effective().toString()).contains("app-…NARY").doesNotContain(SECRET);
        assertThat(Differences.between(Reading.yaml(support()), loaded.config()).toString())
                .contains("postgresql://u:…@db/x?…", "app-…NARY")
                .doesNotContain(SECRET);
        assertThat(loaded.config().toString()).doesNotContain(SECRET);
        assertThat(Settled.of(loaded.config()).toString()).doesNotContain(SECRET);
    }

    @Test
    void the_parts_of_a_file_print_without_their_text() {
        var place = new Place("sluice.yaml", 1, 1);

        assertThat(new Node.Text("a.key", place, KEY)).hasToString("a.key");
        assertThat(new Value("a.key", place, KEY, KEY)).hasToString("a.key");
        assertThat(new Variable("A_KEY", place, KEY, 1)).hasToString("A_KEY");
        assertThat(new SourceText(".env", KEY)).hasToString(".env");
    }

    private static String refusal(String source, String text) {
        try {
            return "accepted: "
                    + Reading.loaded(
                                    new SourceText(source, text),
                                    Map.of("SECRET", KEY),
                                    Overrides.NONE)
                            .config();
        } catch (InvalidConfiguration e) {
            return e.getMessage() + e.problems();
        }
    }
}
