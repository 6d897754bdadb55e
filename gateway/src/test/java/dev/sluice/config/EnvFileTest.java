package dev.sluice.config;

import static dev.sluice.config.Reading.env;
import static dev.sluice.config.Reading.problemsOfEnv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.registry.UpstreamConfig;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvFileTest {
    private static final String BASE = "DIFY_API_BASE=https://dify.example/v1\n";
    private static final String MODELS = "MODEL_CONFIG={\"bot\":\"app-1\"}\n";

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
                        tuple("gpt-4", "gpt 4", "app-1", "dify", ""),
                        tuple("model", "客服", "app-2", "dify", ""),
                        tuple("gpt/4", "gpt/4", "app-3", "dify", ""),
                        tuple("gpt-4-2", "gpt-4", "app-4", "dify", ""));
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
        assertThat(config.warnings()).isEmpty();
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
        assertThat(config.warnings())
                .containsExactly(".env:2:1: MODEL_CONFIG: quotes removed; Docker would keep them");
    }

    @Test
    void comments_exports_blank_lines_and_carriage_returns_are_understood() {
        var config =
                env(
                        "# OpenDify\r\n\r\nexport SERVER_PORT=6000 # ours\r\n  "
                                + BASE.replace("\n", "\r\n")
                                + MODELS);

        assertThat(config.server().port()).isEqualTo(6000);
        assertThat(config.upstreams()).hasSize(1);
    }

    @Test
    void the_address_is_opendifys_unless_the_file_says_otherwise() {
        var config = env(BASE + MODELS + "SERVER_HOST=\nSERVER_PORT=\n");

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(5000);
    }

    @Test
    void an_address_beyond_loopback_must_be_allowed_in_the_file() {
        String all = BASE + MODELS + "SERVER_HOST=0.0.0.0\n";

        assertThat(problemsOfEnv(all))
                .isEqualTo(
                        ".env:3:1: SERVER_HOST is `0.0.0.0`, where other machines could use the upstreams without a key; write SERVER_HOST=127.0.0.1, or, if that network is trusted, SLUICE_ACCESS_BEYOND_LOOPBACK=true");
        assertThat(env(all + "SLUICE_ACCESS_BEYOND_LOOPBACK=true\n").server().host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void names_of_older_systems_are_listed_and_foreign_names_are_left_alone() {
        assertThat(env(BASE + MODELS + "TIMEOUT=5\nPATH=/bin\nLOG_LEVEL=info\n").warnings())
                .containsExactly(".env: not used by this version: TIMEOUT, LOG_LEVEL");
    }

    @Test
    void an_empty_file_fails_with_the_sentences_that_opendifys_guide_quotes() {
        assertThat(problemsOfEnv(""))
                .isEqualTo(
                        """
                        .env:1:1: DIFY_API_BASE is not set or empty; write DIFY_API_BASE=https://api.dify.ai/v1
                        .env:1:1: No valid models configured in MODEL_CONFIG; write MODEL_CONFIG={"my-model":"app-…"}\
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

        assertThat(upstream.name()).isEqualTo("m".repeat(58));
        assertThat(upstream.model()).isEqualTo(model);
    }

    static final List<Arguments> LINES =
            List.of(
                    arguments(
                            "DIFY_API_BSE=x",
                            "3:1: DIFY_API_BSE is unknown; did you mean DIFY_API_BASE?"),
                    arguments(
                            "server_port=1",
                            "3:1: server_port is unknown; did you mean SERVER_PORT?"),
                    arguments(
                            "export DIFY_API_BASE=x",
                            "3:8: DIFY_API_BASE stands here a second time; the first is in line 1"),
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

    static final List<Arguments> MAPS =
            List.of(
                    arguments("{\"a\":\"app-1\",", "27: MODEL_CONFIG lacks a closing } here"),
                    arguments("a:app-1}", "21: MODEL_CONFIG must end here; remove the rest"),
                    arguments("{a:app-1} b", "24: MODEL_CONFIG must end here; remove the rest"),
                    arguments(
                            "{\"a\":\"app-1\" \"b\":\"app-2\"}",
                            "27: MODEL_CONFIG needs a comma between two models here"),
                    arguments(
                            "{\"a\" \"app-1\"}",
                            "19: MODEL_CONFIG needs a colon after the model's name here"),
                    arguments(
                            "{\"a\":\"app-1}",
                            "19: MODEL_CONFIG has a quote here that is never closed"),
                    arguments(
                            "\"{\\\"a\\\":\\\"app-1\\\" b}\"",
                            "32: MODEL_CONFIG needs a comma between two models here"),
                    arguments(
                            "{\"a\":\"app-1\",\"a\":\"app-2\"}",
                            "27: MODEL_CONFIG[a] stands here a second time; keep only one"),
                    arguments(
                            "{\"a\":\"dataset-1\"}",
                            "15: MODEL_CONFIG[a] is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-"),
                    arguments(
                            "{\"a\":\"\"}",
                            "15: MODEL_CONFIG[a] is not set or empty; write the app's key (app-…), which Dify shows under API Access"),
                    arguments(
                            "{\"\":\"app-1\"}",
                            "15: MODEL_CONFIG has a model without a name; write one"),
                    arguments(
                            "{\"app-0123456789abcdef\":\"a\"}",
                            "15: MODEL_CONFIG has a key before the colon; write the model's name there and the key after it"));

    @ParameterizedTest
    @FieldSource("MAPS")
    void a_fault_of_the_map_is_told_with_its_column(String map, String told) {
        assertThat(problemsOfEnv(BASE + "MODEL_CONFIG=" + map + "\n").lines())
                .contains(".env:2:" + told);
    }
}
