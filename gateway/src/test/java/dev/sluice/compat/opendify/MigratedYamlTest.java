package dev.sluice.compat.opendify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What an {@code .env} means, written down and read again. */
final class MigratedYamlTest {
    private static final Map<OpenDifyName, String> BASE =
            Map.of(
                    OpenDifyName.DIFY_API_BASE, "https://dify.example/v1",
                    OpenDifyName.VALID_API_KEYS, "client-key",
                    OpenDifyName.MODEL_CONFIG, "{\"bot\":\"app-1\"}");

    @TempDir private Path folder = Path.of("");

    private MigratedYaml written(String env) throws IOException {
        var yaml = MigratedYaml.of(Files.writeString(folder.resolve(".env"), env));
        Files.writeString(folder.resolve("sluice.yaml"), yaml.text());
        return yaml;
    }

    private SluiceConfig loaded(String name) {
        return Configuration.at(folder.resolve(name), Overrides.NONE, Map.of())
                .importing(new OpenDifyFormat())
                .load();
    }

    /** All but the names of the files: the folder's name is checked where it matters. */
    private static List<Object> meaning(SluiceConfig config) {
        return List.of(
                config.server(),
                config.access(),
                config.log(),
                config.keeping().records(),
                config.keeping().conversations(),
                config.upstreams(),
                config.models());
    }

    private static String env(Map<OpenDifyName, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void every_imported_name_means_the_same_and_is_told(OpenDifyName name) throws IOException {
        var values = new HashMap<>(BASE);
        values.put(name, value(name));

        String text = written(env(values)).text();

        assertThat(meaning(loaded("sluice.yaml"))).isEqualTo(meaning(loaded(".env")));
        assertThat(text).contains(name.name());
        assertThat(loaded("sluice.yaml").keeping().store().folder())
                .isEqualTo(folder.resolve("data").toString());
    }

    private static String value(OpenDifyName name) {
        return switch (name) {
            case DIFY_API_BASE -> "http://10.0.0.5:8080";
            case DIFY_API_ENDPOINT -> "https://other.example/v1/chat-messages";
            case MODEL_CONFIG -> "{'a b':'app-2',':x:':'app-9', \"客服\":\"app-3\"}";
            case DIFY_MODEL_MAP -> "qwen:7b=app-4,true:app-5";
            case DIFY_API_KEY, COMPONENT_DIFY_API_KEY, REQUIRMENT_DIFY_API_KEY -> "app-6";
            case DIFY_MODEL_NAME -> "null";
            case DIFY_API_KEYS -> "app-7,app-8";
            case VALID_API_KEYS -> "sk-#1,0123,~";
            case AUTH_MODE -> "disabled";
            case CORS_ORIGINS -> "http://a.example,*";
            case SERVER_HOST -> "0.0.0.0";
            case SERVER_PORT, DJANGO_PORT -> "08001";
            case TIMEOUT -> "0";
            case CONVERSATION_MEMORY_MODE -> "1";
            case CONVERSATION_MODE -> "none";
            case REGISTRY_URL,
                    ROOT_PASSWORD,
                    LOG_LEVEL,
                    ENVIRONMENT,
                    GUNICORN_WORKERS,
                    GUNICORN_RELOAD ->
                    "anything";
        };
    }

    @Test
    void names_of_any_letters_survive() throws IOException {
        var chance = new Random(4);
        String letters = "ab: -#'\"\\{}[],&*!|>%@`~?=\t\u0001\u007f\u200b\ue000😀客é0.";
        int[] points = letters.codePoints().toArray();
        for (int round = 0; round < 300; round++) {
            var models = new HashMap<String, String>();
            for (int model = 0; model < 5; model++) {
                var name = new StringBuilder("m");
                chance.ints(chance.nextInt(12), 0, points.length)
                        .forEach(at -> name.appendCodePoint(points[at]));
                models.put(name.append('m').toString(), "app-" + model);
            }
            var values = new HashMap<>(BASE);
            String json = new JsonMapper().writeValueAsString(models);
            // Behind a space it would begin a comment.
            values.put(OpenDifyName.MODEL_CONFIG, json.replace("#", "\\u0023"));

            written(env(values));

            assertThat(meaning(loaded("sluice.yaml"))).isEqualTo(meaning(loaded(".env")));
        }
    }

    @Test
    void our_own_variables_in_the_file_count_wherever_the_new_one_stands() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String text =
                written(
                                env(BASE)
                                        + """
                                        SLUICE_DATA=state
                                        SLUICE_LOG_LEVEL=debug
                                        SLUICE_SERVER_LISTEN=127.0.0.1:81,127.0.0.1:82
                                        SLUICE_UPSTREAMS_BOT_KEY=app-other
                                        """)
                        .text();
        Files.writeString(elsewhere.resolve("sluice.yaml"), text);

        var moved = loaded("elsewhere/sluice.yaml");

        assertThat(meaning(moved)).isEqualTo(meaning(loaded(".env")));
        assertThat(moved.keeping().store().folder()).isEqualTo(folder.resolve("state").toString());
        assertThat(moved.upstreams().getFirst().key()).isEqualTo("app-other");
    }

    @Test
    void comments_tell_what_a_value_comes_from_and_what_has_no_effect() throws IOException {
        String text = written(env(BASE) + "GUNICORN_WORKERS=4\nTIMEOUT=2.5\n").text();

        assertThat(text.lines())
                .contains(
                        "  port: 5000  # default of OpenDify",
                        "    key: \"app-1\"  # MODEL_CONFIG[bot]",
                        "      silence: \"2500ms\"  # TIMEOUT")
                .anyMatch(line ->
                        line.startsWith("#   ")
                                && line.endsWith(
                                        "GUNICORN_WORKERS has no effect: Sluice is one process that uses all processors"));
    }

    @Test
    void the_same_file_is_written_the_same_each_time() throws IOException {
        String first = written(env(BASE)).text();

        assertThat(written(env(BASE)).text()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MODEL_CONFIG={", "DIFY_API_BASE=https://dify.example/v1"})
    void what_is_wrong_is_told_as_serve_tells_it(String env) {
        assertThatThrownBy(() -> written(env))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("Configuration validation failed");
    }
}
