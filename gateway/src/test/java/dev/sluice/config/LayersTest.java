package dev.sluice.config;

import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AccessConfig;
import dev.sluice.http.Listen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What wins over what. */
final class LayersTest {
    private static final String ENV =
            "DIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG=bot:app-1\nVALID_API_KEYS=k-1\n";

    private static SluiceConfig yaml(
            String text, Map<String, String> environment, Overrides flags) {
        return Reading.loaded(new SourceText("sluice.yaml", text), environment, flags).config();
    }

    private static SluiceConfig yaml(String text, String... environment) {
        return yaml(text, map(environment), Overrides.NONE);
    }

    private static SluiceConfig env(String text, String... environment) {
        return Reading.loaded(new SourceText(".env", text), map(environment), Overrides.NONE)
                .config();
    }

    private static Map<String, String> map(String... pairs) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static Overrides flags(String host, String port) {
        return Overrides.NONE
                .with("--host", "server.host", host)
                .with("--port", "server.port", port);
    }

    private static Listen first(SluiceConfig config) {
        return config.server().listen().getFirst();
    }

    @Test
    void each_layer_wins_over_the_ones_before() {
        String text = "server: {port: 81}\n" + support();
        var own = Map.of("SLUICE_SERVER_PORT", "82");

        assertThat(first(yaml(support())).port()).isEqualTo(8000);
        assertThat(first(yaml(text)).port()).isEqualTo(81);
        assertThat(first(yaml(text, own, Overrides.NONE)).port()).isEqualTo(82);
        assertThat(first(yaml(text, own, flags("", "83"))).port()).isEqualTo(83);
    }

    @Test
    void the_environment_wins_over_the_env_file_and_our_own_names_over_both() {
        assertThat(first(env(ENV)).port()).isEqualTo(5000);
        assertThat(first(env(ENV + "SERVER_PORT=81\n")).port()).isEqualTo(81);
        assertThat(first(env(ENV + "SERVER_PORT=81\n", "SERVER_PORT", "82")).port()).isEqualTo(82);
        assertThat(first(env(ENV + "SERVER_PORT=81\n", "SERVER_PORT", "")).port()).isEqualTo(81);
        assertThat(first(env(ENV + "SERVER_PORT=81\nSLUICE_SERVER_PORT=\n")).port()).isEqualTo(81);
        assertThat(first(env(ENV + "SLUICE_SERVER_PORT=83\n", "SERVER_PORT", "82")).port())
                .isEqualTo(83);
        assertThat(first(env(ENV + "SLUICE_SERVER_PORT=83\n", "SLUICE_SERVER_PORT", "84")).port())
                .isEqualTo(84);
    }

    @Test
    void beside_a_yaml_file_imported_names_in_the_environment_have_no_effect() {
        var config =
                yaml(
                        support(),
                        "SERVER_PORT",
                        "high",
                        "SERVER_HOST",
                        "0.0.0.0",
                        "AUTH_MODE",
                        "disabled",
                        "DIFY_API_BASE",
                        "\"x\"");

        assertThat(config).isEqualTo(yaml(support()));
    }

    @Test
    void every_plain_setting_can_come_from_the_environment() {
        var config =
                yaml(
                        support(),
                        "SLUICE_SERVER_TRUSTED_PROXIES",
                        "10.0.0.0/8, 10.1.1.1",
                        "SLUICE_ACCESS_MODE",
                        "open",
                        "SLUICE_CORS_ORIGINS",
                        "https://a.example",
                        "SLUICE_DATA",
                        "/state",
                        "SLUICE_SERVER_DRAIN",
                        "",
                        "SLUICE_JAVA_OPTS",
                        "-Xmx1g",
                        "SLUICE_SECRET_KEY",
                        "0123",
                        "SLUICES",
                        "not ours");

        assertThat(config.server().trustedProxies()).containsExactly("10.0.0.0/8", "10.1.1.1");
        assertThat(config.access().mode()).isEqualTo(AccessConfig.Mode.OPEN);
        assertThat(config.access().origins()).containsExactly("https://a.example");
        assertThat(config.keeping().store().folder()).isEqualTo("/state");
    }

    @Test
    void a_variable_reaches_what_has_a_name_in_the_file() {
        String text =
                support().replace("support", "my-support")
                        + "models: {best.one: my-support}\naccess: {keys: {open-webui: key-0001}}\n";

        var config =
                yaml(
                        text,
                        "SLUICE_UPSTREAMS_MY_SUPPORT_KEY",
                        "app-2",
                        "SLUICE_UPSTREAMS_MY_SUPPORT_DEADLINES_TOTAL",
                        "9s",
                        "SLUICE_MODELS_BEST_ONE",
                        "my-support,my-support",
                        "SLUICE_ACCESS_KEYS_OPEN_WEBUI",
                        "key-0002");

        assertThat(config.upstreams().getFirst().key()).isEqualTo("app-2");
        assertThat(config.upstreams().getFirst().settings().deadlines().total()).hasSeconds(9);
        assertThat(config.models().chains())
                .containsEntry("best.one", List.of("my-support", "my-support"));
        assertThat(config.access().keys().getFirst().key()).isEqualTo("key-0002");
    }

    @Test
    void a_key_in_the_place_of_an_upstreams_name_is_in_no_message_about_a_variable() {
        String file =
                """
                upstreams:
                  app-0123456789abcdef: {type: dify, url: https://a.example/v1, key: app-a}
                  app.0123456789abcdef: {type: dify, url: https://a.example/v1, key: app-a}
                """;

        for (String name : List.of("APP_0123456789ABCDEF_KEI", "APP_0123456789ABCDEF_KEY")) {
            assertThatThrownBy(() -> yaml(file, "SLUICE_UPSTREAMS_" + name, "x"))
                    .hasMessageContaining("SLUICE_UPSTREAMS_")
                    .hasMessageNotContaining("app-0123456789abcdef")
                    .hasMessageNotContaining("did you mean SLUICE_UPSTREAMS_APP_0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SLUICE_SERVER_PROT | 1 | SLUICE_SERVER_PROT is unknown; did you mean SLUICE_SERVER_PORT? [CFG-UNKNOWN]",
                "SLUICE_server_port | 1 | SLUICE_server_port is unknown; did you mean SLUICE_SERVER_PORT? [CFG-UNKNOWN]",
                "SLUICE_SECRETKEY | 1 | SLUICE_SECRETKEY is unknown; did you mean SLUICE_SECRET_KEY? [CFG-UNKNOWN]",
                "SLUICE_UPSTREAMS_OTHER_KEY | x | SLUICE_UPSTREAMS_OTHER_KEY is unknown; write a setting's path, such as SLUICE_SERVER_PORT for server.port; upstreams, models and keys must have their names in the file [CFG-UNKNOWN]",
                "SLUICE_SERVER_PORT | high | SLUICE_SERVER_PORT is `high`; write a number from 0 to 65535",
                "SLUICE_SERVER_LISTEN | a:1,b | SLUICE_SERVER_LISTEN holds `b`; write host:port, http://host:port or https://host:port, an IPv6 address in brackets",
                "SLUICE_UPSTREAMS_A_B_KEY | x | SLUICE_UPSTREAMS_A_B_KEY can mean upstreams.a-b.key and upstreams.a.b.key; rename one of them, or set it in the file",
            })
    void a_fault_of_a_variable_is_told_with_its_name(String name, String text, String told) {
        String file =
                """
                upstreams:
                  a-b: {type: dify, url: https://a.example/v1, key: app-a}
                  a.b: {type: dify, url: https://a.example/v1, key: app-a}
                """;

        assertThatThrownBy(() -> yaml(file, name, text)).hasMessage("environment: " + told);
    }

    @Test
    void two_variables_cannot_set_the_same() {
        assertThatThrownBy(() -> yaml(support(), "SLUICE_DATA", "/a", "SLUICE_DATA_DIR", "/b"))
                .hasMessage(
                        "environment: SLUICE_DATA_DIR sets the same as SLUICE_DATA; keep only one [CFG-DUPLICATE-KEY]");
    }

    @Test
    void flags_win_over_the_file() {
        String text = "server: {host: 10.0.0.1, port: 80, drain: 7s}\n" + support();

        var server = yaml(text, Map.of(), flags("::1", "81")).server();

        assertThat(server.listen()).containsExactly(new Listen("::1", 81, false));
        assertThat(server.drain()).hasSeconds(7);
    }

    @Test
    void a_flag_takes_the_place_of_all_addresses() {
        String text = "server: {listen: ['10.0.0.1:1', '10.0.0.2:2']}\n" + support();

        assertThat(yaml(text, Map.of(), flags("", "81")).server().listen())
                .containsExactly(new Listen("127.0.0.1", 81, false));
    }

    @Test
    void addresses_in_the_environment_take_the_place_of_the_one_in_the_file() {
        String text = "server: {host: 10.0.0.1, port: 1}\n" + support();

        assertThat(yaml(text, "SLUICE_SERVER_LISTEN", "a:1,b:2").server().listen())
                .containsExactly(new Listen("a", 1, false), new Listen("b", 2, false));
    }

    @Test
    void a_file_that_a_flag_names_is_found_from_the_working_folder() {
        var config =
                Reading.loaded(
                                new SourceText("/etc/sluice/sluice.yaml", support()),
                                Map.of(),
                                Overrides.NONE.with("--data", "data.dir", "state"))
                        .config();

        assertThat(config.keeping().store().folder()).isEqualTo("state");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | '' | command line: --host is `a b`; write an address or a host name, without a port",
                "'' | high | command line: --port is `high`; write a number from 0 to 65535",
                "'' | 65536 | command line: --port is `65536`; write a number from 0 to 65535",
            })
    void a_flag_is_held_to_the_same_rules(String host, String port, String told) {
        assertThatThrownBy(() -> yaml(support(), Map.of(), flags(host, port))).hasMessage(told);
    }

    @Test
    void a_flag_does_not_hide_that_its_section_is_none() {
        assertThatThrownBy(() -> yaml("server: 5\n" + support(), Map.of(), flags("", "81")))
                .hasMessage(
                        "sluice.yaml:1:1: server must be a section with keys: host, port, listen, tls, trusted_proxies, drain, permanent_failures");
    }
}
