package dev.sluice.compat.opendify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.config.Effective;
import dev.sluice.config.Reading;
import dev.sluice.registry.ChatSettings;
import dev.sluice.registry.Memory;
import dev.sluice.registry.UpstreamConfig;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of the systems before, and what comes of them. */
final class ImportedSettingsTest {
    private static final String BASE =
            "DIFY_API_BASE=https://dify.example/v1\nVALID_API_KEYS=client-key\n";
    private static final String ONE = BASE + "MODEL_CONFIG=bot:app-1\n";

    @Test
    void every_way_to_name_an_app_makes_an_upstream() {
        var config =
                Reading.env(
                        ONE
                                + """
                                DIFY_MODEL_MAP=qwen:7b=app-2,small:app-3
                                DIFY_API_KEYS=app-4, app-5
                                COMPONENT_DIFY_API_KEY=app-6
                                REQUIRMENT_DIFY_API_KEY=app-7
                                """);

        assertThat(config.upstreams())
                .extracting(UpstreamConfig::name, UpstreamConfig::model, UpstreamConfig::key)
                .containsExactly(
                        tuple("bot", "bot", "app-1"),
                        tuple("qwen:7b", "qwen:7b", "app-2"),
                        tuple("small", "small", "app-3"),
                        tuple("dify-1", "", "app-4"),
                        tuple("dify-2", "", "app-5"),
                        tuple("component", "", "app-6"),
                        tuple("requirement", "", "app-7"));
        assertThat(config.upstreams())
                .extracting(UpstreamConfig::url)
                .containsOnly(URI.create("https://dify.example/v1"));
        assertThat(config.origin().warnings()).isEmpty();
    }

    @Test
    void a_single_app_has_the_name_beside_it_or_its_own() {
        var named = Reading.env(BASE + "DIFY_API_KEY=app-1\nDIFY_MODEL_NAME=my model\n");
        var unnamed = Reading.env(BASE + "DIFY_API_KEY=app-1\n");

        assertThat(named.upstreams())
                .extracting(UpstreamConfig::name, UpstreamConfig::model)
                .containsExactly(tuple("dify", "my model"));
        assertThat(unnamed.upstreams())
                .extracting(UpstreamConfig::name, UpstreamConfig::model)
                .containsExactly(tuple("dify", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://d.example/v1/workflows/run", "https://d.example/v1/chat-messages"})
    void an_endpoint_becomes_a_base(String endpoint) {
        var config =
                Reading.env(
                        "DIFY_API_ENDPOINT="
                                + endpoint
                                + "\nDIFY_API_KEY=app-1\nVALID_API_KEYS=client-key\n");

        assertThat(config.upstreams().getFirst().url())
                .isEqualTo(URI.create("https://d.example/v1"));
        assertThat(config.origin().warnings())
                .singleElement()
                .asString()
                .startsWith(".env:1:1: DIFY_API_ENDPOINT: /")
                .endsWith("removed; the base is https://d.example/v1 [CFG-URL-HAS-ENDPOINT]");
    }

    @Test
    void keys_of_clients_are_kept_as_they_are() {
        var access = Reading.env(ONE.replace("client-key", "sk-a, sk-b,,sk-a")).access();

        assertThat(access.mode()).isEqualTo(AccessConfig.Mode.KEYS);
        assertThat(access.keys())
                .containsExactly(
                        new ConfiguredKey("imported-1", "sk-a"),
                        new ConfiguredKey("imported-2", "sk-b"));
    }

    @ParameterizedTest
    @CsvSource({"required, KEYS", "disabled, OPEN"})
    void whether_keys_are_asked_for_is_taken_over(String written, AccessConfig.Mode mode) {
        assertThat(Reading.env(ONE + "AUTH_MODE=" + written).access().mode()).isEqualTo(mode);
    }

    @Test
    void the_other_values_are_taken_over() {
        var config =
                Reading.env(
                        ONE
                                + "TIMEOUT=2.5\nCORS_ORIGINS=http://a.example,https://b.example\n"
                                + "DJANGO_PORT=8001\n");

        assertThat(config.upstreams().getFirst().settings().deadlines().silence()).hasMillis(2_500);
        assertThat(config.access().origins())
                .containsExactly("http://a.example", "https://b.example");
        assertThat(config.server().listen().getFirst().port()).isEqualTo(8001);
    }

    @ParameterizedTest
    @CsvSource({
        "CONVERSATION_MEMORY_MODE=1, STATELESS",
        "CONVERSATION_MEMORY_MODE=2, MAPPED",
        "CONVERSATION_MEMORY_MODE=3, MAPPED",
        "CONVERSATION_MODE=auto, MAPPED",
        "CONVERSATION_MODE=none, STATELESS",
    })
    void who_remembered_chats_goes_on_doing_so(String line, Memory memory) {
        var upstreams = Reading.env(ONE + "DIFY_API_KEYS=app-2\n" + line).upstreams();

        assertThat(upstreams)
                .extracting(UpstreamConfig::chats)
                .containsExactly(settings(memory), settings(memory));
    }

    private static ChatSettings settings(Memory memory) {
        return new ChatSettings(memory, ChatSettings.DEFAULT.user());
    }

    @Test
    void no_timeout_is_none() {
        var upstream = Reading.env(ONE + "TIMEOUT=0\n").upstreams().getFirst();

        assertThat(upstream.settings().deadlines().silence()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIFY_API_ENDPOINT=https://x.example | DIFY_API_ENDPOINT has no effect: DIFY_API_BASE is used",
                "DIFY_MODEL_NAME=x | DIFY_MODEL_NAME has no effect: it names the model of DIFY_API_KEY",
                "ROOT_PASSWORD=x | ROOT_PASSWORD has no effect: Sluice has no password to begin with; delete it",
                "CONVERSATION_MEMORY_MODE=2 | CONVERSATION_MEMORY_MODE is 2, which becomes memory: mapped; no id is hidden in answers any more: a chat is known by its id, such as X-Session-Id, or by the history that the client sends",
            })
    void what_is_not_taken_over_as_it_was_is_told(String line, String told) {
        assertThat(Reading.env(ONE + line).origin().warnings())
                .containsExactly(".env:4:1: " + told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIFY_MODEL_MAP=a:app-2|DIFY_API_KEY=app-1|DIFY_API_KEY has no effect: DIFY_MODEL_MAP is used",
                "SERVER_PORT=81|DJANGO_PORT=82|DJANGO_PORT has no effect: SERVER_PORT is used",
                "CONVERSATION_MEMORY_MODE=1|CONVERSATION_MODE=auto|CONVERSATION_MODE has no effect: CONVERSATION_MEMORY_MODE is used",
            })
    void of_two_names_for_one_thing_one_wins(String winner, String loser, String told) {
        assertThat(Reading.env(ONE + winner + "\n" + loser).origin().warnings())
                .containsExactly(".env:5:1: " + told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTH_MODE=off | 4:1: AUTH_MODE is `off`; write required or disabled",
                "CONVERSATION_MEMORY_MODE=auto | 4:1: CONVERSATION_MEMORY_MODE is `auto`; write 1, 2 or 3",
                "CONVERSATION_MODE=1 | 4:1: CONVERSATION_MODE is `1`; write auto or none",
                "TIMEOUT=long | 4:1: TIMEOUT is `long`; write seconds, such as 120",
                "CORS_ORIGINS=a | 4:1: CORS_ORIGINS holds `a`; write https://host or https://host:port without a path, app://host for a program, chrome-extension://* for all extensions, or *",
                "DIFY_API_KEYS=dataset-1 | 4:1: DIFY_API_KEYS is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-",
                "DIFY_MODEL_MAP=bot:app-1 | 4:16: DIFY_MODEL_MAP[bot] stands here a second time; keep only one [CFG-DUPLICATE-KEY]",
            })
    void a_fault_is_told_with_its_place(String line, String told) {
        assertThat(Reading.problemsOfEnv(ONE + line)).isEqualTo(".env:" + told);
    }

    @Test
    void without_a_base_no_key_goes_anywhere() {
        assertThat(Reading.problemsOfEnv("DIFY_API_KEY=app-1\nVALID_API_KEYS=k\n"))
                .isEqualTo(
                        ".env: DIFY_API_BASE is not set or empty; write DIFY_API_BASE=https://api.dify.ai/v1 [CFG-MISSING]");
    }

    @ParameterizedTest
    @EnumSource
    void every_name_is_known_in_a_file_and_in_the_environment(OpenDifyName name) {
        assertThat(Reading.problemsOfEnv(ONE + name + "X=1\n"))
                .contains(name + "X is unknown; did you mean ");
        assertThat(
                        Reading.effective(
                                        "sluice.yaml", Reading.support(), Map.of(name.name(), "x"))
                                .ignored())
                .extracting(Effective.Ignored::name)
                .containsExactly(name.name());
    }
}
