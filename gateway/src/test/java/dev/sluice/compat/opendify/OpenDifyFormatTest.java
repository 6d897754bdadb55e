package dev.sluice.compat.opendify;

import static dev.sluice.config.Reading.problemsOfEnv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.config.Reading;
import dev.sluice.config.SluiceConfig;
import dev.sluice.registry.UpstreamConfig;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenDifyFormatTest {
    private static final String BASE = "DIFY_API_BASE=https://dify.example/v1\n";
    private static final String MODELS = "MODEL_CONFIG={\"bot\":\"app-1\"}\n";

    /** With a key for clients, so that nothing is left to warn of. */
    private static SluiceConfig env(String text) {
        return Reading.env(text + "\nVALID_API_KEYS=client-key\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "客服", "流程", "!!!", "???", "gpt 4", "gpt-4", "-gpt-4", "Ünïcode", "สวัสดี", "😀"
            })
    void the_name_of_an_upstream_does_not_depend_on_the_others(String model) {
        String alone = names("\"" + model + "\":\"app-9\"").getLast();
        String others =
                "\"客 服\":\"app-1\",\"…\":\"app-2\",\"gpt(4)\":\"app-3\",\"--\":\"app-4\",\"4\":\"app-5\"";

        var all = names(others + ",\"" + model + "\":\"app-9\"");

        assertThat(all).doesNotHaveDuplicates().hasSize(6);
        assertThat(all.getLast()).isEqualTo(alone);
    }

    @Test
    void a_name_is_the_same_however_its_accents_are_composed() {
        assertThat(names("\"cafe\u0301\":\"app-1\"")).containsExactly("caf\u00e9");
        assertThat(
                        Reading.problemsOfEnv(
                                BASE
                                        + "MODEL_CONFIG={\"cafe\u0301\":\"app-1\",\"caf\u00e9\":\"app-2\"}\n"))
                .contains("stands here a second time");
    }

    private static List<String> names(String models) {
        return env(BASE + "MODEL_CONFIG={" + models + "}\n").upstreams().stream()
                .map(UpstreamConfig::name)
                .toList();
    }

    @Test
    void every_model_becomes_an_upstream() {
        var config =
                env(
                        BASE
                                + "MODEL_CONFIG={\"gpt 4\":\"app-1\",\"客服\":\"app-2\",\"gpt/4\":\"app-3\",\"gpt-4\":\"app-4\"}\n");

        assertThat(config.upstreams())
                .extracting(
                        UpstreamConfig::name,
                        UpstreamConfig::model,
                        UpstreamConfig::key,
                        UpstreamConfig::type,
                        UpstreamConfig::mode)
                .containsExactly(
                        tuple("gpt-4-839cb7", "gpt 4", "app-1", "dify", ""),
                        tuple("客服", "客服", "app-2", "dify", ""),
                        tuple("gpt/4", "gpt/4", "app-3", "dify", ""),
                        tuple("gpt-4", "gpt-4", "app-4", "dify", ""));
        assertThat(config.upstreams())
                .extracting(UpstreamConfig::url)
                .containsOnly(URI.create("https://dify.example/v1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"bot\":\"app-1\",\"qwen:7b\":\"app-2\"}",
                "{\"bot\": \"app-1\", \"qwen:7b\": \"app-2\",}",
                "{'bot': 'app-1', 'qwen:7b': 'app-2'}",
                "{\"b\\u006ft\":\"app-1\",\"qwen:7b\":\"app-2\"}",
                "bot:app-1,qwen:7b:app-2",
                "{bot:app-1, qwen:7b:app-2}",
            })
    void the_map_may_be_json_python_or_a_list(String map) {
        var config = env(BASE + "MODEL_CONFIG=" + map + "\n");

        assertThat(config.upstreams())
                .extracting(UpstreamConfig::model, UpstreamConfig::key)
                .containsExactly(tuple("bot", "app-1"), tuple("qwen:7b", "app-2"));
        assertThat(config.origin().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{\"bot\":\"app-1\"}'",
                "\"{'bot':'app-1'}\"",
                "\"{\"bot\":\"app-1\"}\"",
                "\"{\\\"bot\\\":\\\"app-1\\\"}\"",
                "'{\"bot\":\"app-1\"}' # ours",
                "\"bot:app-1\"",
            })
    void quotes_around_a_value_are_removed_with_a_warning(String map) {
        var config = env(BASE + "MODEL_CONFIG=" + map + "\n");

        assertThat(config.upstreams())
                .extracting(UpstreamConfig::model, UpstreamConfig::key)
                .containsExactly(tuple("bot", "app-1"));
        assertThat(config.origin().warnings())
                .containsExactly(
                        ".env:2:1: MODEL_CONFIG: quotes removed; `docker run --env-file` keeps them, so delete them from the file [CFG-QUOTED]");
    }

    @Test
    void comments_exports_blank_lines_and_carriage_returns_are_understood() {
        var config =
                env(
                        "# OpenDify\r\n\r\nexport SERVER_PORT=6000 # ours\r\n  "
                                + BASE.replace("\n", "\r\n")
                                + MODELS);

        assertThat(config.server().listen().getFirst().port()).isEqualTo(6000);
        assertThat(config.upstreams()).hasSize(1);
    }

    @Test
    void the_address_is_opendifys_unless_the_file_says_otherwise() {
        var config = env(BASE + MODELS + "SERVER_HOST=\nSERVER_PORT=\n");

        assertThat(config.server().listen().getFirst().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().listen().getFirst().port()).isEqualTo(5000);
    }

    @Test
    void open_mode_beyond_loopback_must_be_allowed_in_the_file() {
        String all = BASE + MODELS + "AUTH_MODE=disabled\nSERVER_HOST=0.0.0.0\n";

        assertThat(problemsOfEnv(all))
                .isEqualTo(
                        ".env:4:1: SERVER_HOST is `0.0.0.0`, where other machines could use the upstreams without a key; write SERVER_HOST=127.0.0.1, or, if that network is trusted, SLUICE_ACCESS_BEYOND_LOOPBACK=true");
        assertThat(env(all + "SLUICE_ACCESS_BEYOND_LOOPBACK=true\n").access().mode())
                .isEqualTo(AccessConfig.Mode.OPEN);
    }

    @Test
    void an_address_beyond_loopback_without_keys_is_refused_with_four_ways_out() {
        String all = BASE + MODELS + "SERVER_HOST=0.0.0.0\n";

        assertThat(problemsOfEnv(all))
                .isEqualTo(
                        """
                        .env:3:1: SERVER_HOST is `0.0.0.0`, where other machines reach it, and no key is set that they could have; do one of these: [CFG-MISSING]
                            1. write VALID_API_KEYS=KEY,… with the keys that clients send
                            2. write AUTH_MODE=required, and make keys with `sluice keys create NAME`
                            3. write SERVER_HOST=127.0.0.1, and let a proxy on this machine pass requests on
                            4. run `sluice migrate opendify`, which writes a sluice.yaml and makes a key for Open WebUI\
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALID_API_KEYS=client-key",
                "AUTH_MODE=required",
                "SLUICE_ACCESS_MODE=keys",
                "SERVER_HOST=127.0.0.1"
            })
    void each_way_out_works(String line) {
        String host = line.startsWith("SERVER_HOST") ? "" : "SERVER_HOST=0.0.0.0\n";

        assertThat(problemsOfEnv(BASE + MODELS + host + line)).isEmpty();
    }

    @Test
    void without_keys_it_starts_on_loopback_and_tells_how_to_make_one() {
        var config = Reading.env(BASE + MODELS);

        assertThat(config.access()).isEqualTo(AccessConfig.of(AccessConfig.Mode.KEYS));
        assertThat(config.origin().warnings())
                .containsExactly(
                        ".env: VALID_API_KEYS is not set, and clients need a key: make one with `sluice keys create NAME`, or write the one they send: VALID_API_KEYS=KEY in an .env file, `access: {keys: {client: KEY}}` in a sluice.yaml");
    }

    @Test
    void short_keys_of_opendifys_clients_count_with_a_warning() {
        var config = Reading.env(BASE + MODELS + "VALID_API_KEYS=sk-abc,long-enough\n");

        assertThat(config.access().keys())
                .extracting(ConfiguredKey::key)
                .containsExactly("sk-abc", "long-enough");
        assertThat(config.origin().warnings())
                .singleElement()
                .asString()
                .contains("VALID_API_KEYS", "fewer than 8 characters", "[CFG-KEY-SHORT]")
                .doesNotContain("sk-abc");
    }

    @Test
    void the_same_keys_count_in_the_file_that_a_migration_writes() {
        var config = Reading.yaml(Reading.support() + "access: {keys: {imported-1: sk-abc}}\n");

        assertThat(config.access().keys()).hasSize(1);
        assertThat(config.origin().warnings())
                .singleElement()
                .asString()
                .contains("access.keys.imported-1", "[CFG-KEY-SHORT]");
    }

    @Test
    void names_without_effect_are_told_why_and_foreign_names_are_left_alone() {
        assertThat(
                        env(BASE + MODELS + "LOG_LEVEL=info\nPATH=/bin\nCONVERSATION_MODE=\n")
                                .origin()
                                .warnings())
                .containsExactly(".env:3:1: LOG_LEVEL has no effect: write SLUICE_LOG_LEVEL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DIFY_API_BASE=\nMODEL_CONFIG= # none\n"})
    void an_empty_file_fails_with_the_sentences_that_opendifys_guide_quotes(String text) {
        assertThatThrownBy(() -> env(text))
                .hasMessage(
                        """
                        ❌ Configuration validation failed:
                        - DIFY_API_BASE is not set or empty; write DIFY_API_BASE=https://api.dify.ai/v1 (.env) [CFG-MISSING]
                        - No valid models configured in MODEL_CONFIG; write MODEL_CONFIG={"my-model":"app-…"} (.env) [CFG-NO-MODELS]
                        ❌ Startup aborted due to configuration errors\
                        """);
    }

    @Test
    void a_fault_that_all_models_share_is_told_once() {
        assertThat(problemsOfEnv("DIFY_API_BASE=dify.example\nMODEL_CONFIG=a:app-1,b:app-2\n"))
                .isEqualTo(".env:1:1: DIFY_API_BASE must begin with http:// or https://");
    }

    @Test
    void a_long_model_name_is_cut_for_its_upstream() {
        String model = "m".repeat(70);

        var upstream = env(BASE + "MODEL_CONFIG=" + model + ":app-1\n").upstreams().getFirst();

        assertThat(upstream.name()).matches("m{57}-[0-9a-f]{6}");
        assertThat(upstream.model()).isEqualTo(model);
    }

    static final List<Arguments> LINES =
            List.of(
                    arguments(
                            "DIFY_API_BSE=x",
                            "3:1: DIFY_API_BSE is unknown; did you mean DIFY_API_BASE? [CFG-UNKNOWN]"),
                    arguments(
                            "server_port=1",
                            "3:1: server_port is unknown; did you mean SERVER_PORT? [CFG-UNKNOWN]"),
                    arguments(
                            "export DIFY_API_BASE=x",
                            "3:8: DIFY_API_BASE stands here a second time; the first is in line 1 [CFG-DUPLICATE-KEY]"),
                    arguments(
                            "SERVER_PORT=high",
                            "3:1: SERVER_PORT is `high`; write a number from 0 to 65535"),
                    arguments(
                            "just words",
                            "3:1: this line has no name before an equals sign; write NAME=value, or # before a comment"));

    @ParameterizedTest
    @FieldSource("LINES")
    void a_fault_of_a_line_is_told_with_its_place(String line, String told) {
        assertThat(problemsOfEnv(BASE + MODELS + line + "\n")).isEqualTo(".env:" + told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n  \"a\":\"app-1\",\n  \"b\":\"app-2\"\n}\nSERVER_PORT=81",
                "'{\n  \"a\":\"app-1\"\n}'",
                "{\"a\":\"app-1\",\n # of sales\n\"b\":\"app-2\"}  # both"
            })
    void a_map_over_several_lines_is_one_fault(String lines) {
        assertThat(problemsOfEnv(BASE + "MODEL_CONFIG=" + lines + "\n"))
                .isEqualTo(
                        ".env:2:1: MODEL_CONFIG goes on in the next lines; write all of it in one line, such as MODEL_CONFIG={\"my-model\":\"app-…\"} [CFG-JSON]");
    }

    static final List<Arguments> MAPS =
            List.of(
                    arguments(
                            "{\"a\":\"app-1\",",
                            "27: MODEL_CONFIG lacks a closing } here [CFG-JSON]"),
                    arguments(
                            "a:app-1}",
                            "21: MODEL_CONFIG must end here; remove the rest [CFG-JSON]"),
                    arguments(
                            "{a:app-1} b",
                            "24: MODEL_CONFIG must end here; remove the rest [CFG-JSON]"),
                    arguments(
                            "{\"a\":\"app-1\" \"b\":\"app-2\"}",
                            "27: MODEL_CONFIG needs a comma between two models here [CFG-JSON]"),
                    arguments(
                            "{\"a\" \"app-1\"}",
                            "19: MODEL_CONFIG needs a colon after the model's name here [CFG-JSON]"),
                    arguments(
                            "{\"a\":\"app-1}",
                            "19: MODEL_CONFIG has a quote here that is never closed [CFG-JSON]"),
                    arguments(
                            "\"{\\\"a\\\":\\\"app-1\\\" b}\"",
                            "32: MODEL_CONFIG needs a comma between two models here [CFG-JSON]"),
                    arguments(
                            "{\"a\":\"app-1\",\"a\":\"app-2\"}",
                            "27: MODEL_CONFIG[a] stands here a second time; keep only one [CFG-DUPLICATE-KEY]"),
                    arguments(
                            "{\"a\":\"dataset-1\"}",
                            "15: MODEL_CONFIG[a] is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-"),
                    arguments(
                            "{\"a\":\"\"}",
                            "15: MODEL_CONFIG[a] is not set or empty; write the app's key (app-…), which Dify shows under API Access [CFG-MISSING]"),
                    arguments(
                            "{\"a\":{\"b\":\"c\"}}",
                            "28: MODEL_CONFIG must end here; remove the rest [CFG-JSON]"),
                    arguments(
                            "{\"a\":null}",
                            "19: MODEL_CONFIG needs the app's key here, which begins with app- [CFG-JSON]"),
                    arguments(
                            "{\"\":\"app-1\"}",
                            "15: MODEL_CONFIG has a model without a name; write one"),
                    arguments(
                            "{\"app-0123456789abcdef\":\"a\"}",
                            "15: MODEL_CONFIG has a key before the colon; write the model's name there and the key after it"));

    @Test
    void a_fault_of_the_map_is_pointed_at_without_its_letters() {
        assertThat(problemsOfEnv(BASE + "MODEL_CONFIG={\"客服 a\":\"app-1\" \"b\":\"app-2\"}\n"))
                .isEqualTo(
                        """
                        .env:2:30: MODEL_CONFIG needs a comma between two models here [CFG-JSON]
                            {"xx x":"xxx-x" "x":"xxx-x"}
                                            ^\
                        """);
    }

    @Test
    void of_a_long_map_only_the_surroundings_of_the_fault_are_shown() {
        String map = "{\"a\":\"app-1\",\"" + "b".repeat(100) + "\" \"c\"}";

        assertThat(problemsOfEnv(BASE + "MODEL_CONFIG=" + map).lines().skip(1))
                .containsExactly(
                        "    " + "x".repeat(28) + "\" \"x\"}", "    " + " ".repeat(30) + "^");
    }

    @ParameterizedTest
    @FieldSource("MAPS")
    void a_fault_of_the_map_is_told_with_its_column(String map, String told) {
        assertThat(problemsOfEnv(BASE + "MODEL_CONFIG=" + map + "\n").lines())
                .contains(".env:2:" + told);
    }
}
