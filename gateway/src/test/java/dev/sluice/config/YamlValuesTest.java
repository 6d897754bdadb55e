package dev.sluice.config;

import static dev.sluice.config.Reading.lines;
import static dev.sluice.config.Reading.support;
import static dev.sluice.config.Reading.upstream;
import static dev.sluice.config.Reading.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.http.Listen;
import dev.sluice.http.ProxyChoice;
import dev.sluice.http.ServerConfig;
import dev.sluice.records.RecordsConfig;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.CallSettings;
import dev.sluice.registry.Deadlines;
import dev.sluice.store.StoreConfig;
import dev.sluice.telemetry.LogConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlValuesTest {
    @Test
    void an_output_may_be_the_answer_and_all_may_be_shown() {
        var answers = upstream("answer: Résumé", "outputs: true").chats().answers();
        assertThat(answers.output()).isEqualTo("Résumé");
        assertThat(answers.outputs()).isTrue();
        assertThat(upstream().chats().answers()).isEqualTo(AnswerSettings.DEFAULT);
    }

    @Test
    void what_is_left_out_has_the_documented_default() {
        var config = yaml(support());

        assertThat(config.server())
                .isEqualTo(
                        ServerConfig.plain(
                                ServerConfig.DEFAULT_HOST,
                                ServerConfig.DEFAULT_PORT,
                                ServerConfig.DEFAULT_DRAIN));
        assertThat(config.access()).isEqualTo(AccessConfig.of(AccessConfig.Mode.KEYS));
        assertThat(config.keeping().store()).isEqualTo(new StoreConfig("data", ""));
        assertThat(config.log()).isEqualTo(LogConfig.DEFAULT);
        assertThat(config.keeping().records().keep()).isEqualTo(RecordsConfig.DEFAULT_KEEP);
        assertThat(config.models().chains()).isEmpty();
        assertThat(config.origin().warnings()).isEmpty();
        assertThat(config.origin().source()).isEqualTo("sluice.yaml");
        var support = config.upstreams().getFirst();
        assertThat(support.name()).isEqualTo("support");
        assertThat(support.type()).isEqualTo("dify");
        assertThat(support.url()).isEqualTo(URI.create("https://dify.example/v1"));
        assertThat(support.key()).isEqualTo("app-test");
        assertThat(support.model()).isEmpty();
        assertThat(support.mode()).isEmpty();
        assertThat(support.settings())
                .isEqualTo(
                        new CallSettings(
                                Deadlines.DIFY,
                                false,
                                new ProxyChoice.Direct(),
                                CallSettings.DEFAULT_MAX_CONNECTIONS));
    }

    @Test
    void an_empty_section_is_the_same_as_none() {
        assertThat(yaml("server:\nmodels: null\n" + support())).isEqualTo(yaml(support()));
    }

    @Test
    void what_is_written_is_taken() {
        var config =
                yaml(
                        lines(
                                        "server: {host: '[::1]', port: 0, drain: off}",
                                        "access: {mode: open, beyond_loopback: true}",
                                        "models:",
                                        "  assistant: [support]",
                                        "  single: support")
                                + support(
                                        "model: support-bot",
                                        "mode: workflow",
                                        "rerun: true",
                                        "max_connections: 7",
                                        "keep_alive: 9s",
                                        "deadlines: {connect: 250ms, first_event: 2m, queue: 10m, silence: 1h, no_progress: 5s, client_stall: off, total: 9s}"));

        assertThat(config.server()).isEqualTo(ServerConfig.plain("::1", 0, Duration.ZERO));
        assertThat(config.access().beyondLoopback()).isTrue();
        assertThat(config.models().chains())
                .isEqualTo(Map.of("assistant", List.of("support"), "single", List.of("support")));
        var support = config.upstreams().getFirst();
        assertThat(support.model()).isEqualTo("support-bot");
        assertThat(support.mode()).isEqualTo("workflow");
        assertThat(support.settings().rerun()).isTrue();
        assertThat(support.settings().maxConnections()).isEqualTo(7);
        assertThat(support.settings().keepAlive()).isEqualTo(Duration.ofSeconds(9));
        assertThat(support.settings().deadlines())
                .isEqualTo(
                        new Deadlines(
                                Duration.ofMillis(250),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(10),
                                Duration.ofHours(1),
                                Duration.ofSeconds(5),
                                Duration.ZERO,
                                Duration.ofSeconds(9)));
    }

    @Test
    void a_proxy_is_none_the_environments_or_a_url() {
        assertThat(upstream("proxy: none").settings().proxy()).isEqualTo(new ProxyChoice.Direct());
        assertThat(upstream("proxy: env").settings().proxy())
                .isEqualTo(new ProxyChoice.Environment());
        assertThat(upstream("proxy: http://proxy.example:3128").settings().proxy())
                .isEqualTo(new ProxyChoice.Through(URI.create("http://proxy.example:3128")));
    }

    @Test
    void a_value_can_come_from_the_environment() {
        assertThat(upstream("key: ${env:DIFY_KEY}").key()).isEqualTo("app-from-environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "'::1'", "localhost"})
    void a_loopback_address_may_be_open(String host) {
        assertThat(Reading.problemsOfYaml(opened(host) + support())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "'::'", "10.0.0.1", "gateway.example"})
    void any_other_address_may_be_open_when_the_file_says_so(String host) {
        String opened = opened(host);

        assertThat(Reading.problemsOfYaml(opened + support())).contains("without a key");
        assertThat(
                        yaml(opened.replace("open}", "open, beyond_loopback: true}") + support())
                                .server()
                                .listen()
                                .getFirst()
                                .port())
                .isEqualTo(ServerConfig.DEFAULT_PORT);
    }

    private static String opened(String host) {
        return "server: {host: " + host + "}\naccess: {mode: open}\n";
    }

    @Test
    void several_addresses_may_be_listened_on() {
        var listen =
                yaml("server: {listen: ['127.0.0.1:80', 'http://[::1]:0', 'gate.example:65535']}\n"
                                + support())
                        .server()
                        .listen();

        assertThat(listen)
                .containsExactly(
                        new Listen("127.0.0.1", 80, false),
                        new Listen("::1", 0, false),
                        new Listen("gate.example", 65535, false));
    }

    @Test
    void every_address_is_held_to_the_rule_of_open_mode() {
        assertThat(
                        Reading.problemsOfYaml(
                                "server: {listen: ['127.0.0.1:80', '0.0.0.0:81']}\naccess: {mode: open}\n"
                                        + support()))
                .startsWith(
                        "sluice.yaml:1:35: server.listen is `0.0.0.0:81`, where other machines");
    }

    @Test
    void whoever_may_call_is_taken() {
        var config =
                yaml(
                        lines(
                                        "server: {trusted_proxies: [10.0.0.0/8, '::1', '0.0.0.0/0', 10.0.0.7]}",
                                        "access: {keys: {front: key-0001, back: '${env:DIFY_KEY}'}, hosts: gate.example}",
                                        "cors: {origins: [https://a.example, 'http://b.example:81', '*']}")
                                + support());

        assertThat(config.server().trustedProxies())
                .containsExactly("10.0.0.0/8", "::1", "0.0.0.0/0", "10.0.0.7");
        assertThat(config.access().mode()).isEqualTo(AccessConfig.Mode.KEYS);
        assertThat(config.access().keys())
                .containsExactly(
                        new ConfiguredKey("front", "key-0001"),
                        new ConfiguredKey("back", "app-from-environment"));
        assertThat(config.access().hosts()).containsExactly("gate.example");
        assertThat(config.access().origins())
                .containsExactly("https://a.example", "http://b.example:81", "*");
    }

    @Test
    void what_is_kept_and_said_is_taken() {
        var config =
                yaml(
                        lines(
                                        "data: {dir: /var/lib/sluice, url: 'postgresql://u:p%40@db:5432/sluice?ssl=1'}",
                                        "log: {level: debug, format: json}", "records: {keep: 0}")
                                + support());

        assertThat(config.keeping().store())
                .isEqualTo(
                        new StoreConfig(
                                "/var/lib/sluice", "postgresql://u:p%40@db:5432/sluice?ssl=1"));
        assertThat(config.log())
                .isEqualTo(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON));
        assertThat(config.keeping().records().keep()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chat", "agent-chat", "advanced-chat", "completion", "workflow", "agent"})
    void every_mode_of_dify_can_be_named(String mode) {
        assertThat(upstream("mode: " + mode).mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({
        "https://d.example/v1/, https://d.example/v1",
        "https://d.example/dify/v1, https://d.example/dify/v1",
        "http://10.1.2.3:5001/v1//, http://10.1.2.3:5001/v1",
    })
    void a_url_loses_the_slash_at_its_end(String written, String base) {
        var config = yaml(support("url: " + written));

        assertThat(config.upstreams().getFirst().url()).isEqualTo(URI.create(base));
        assertThat(config.origin().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://d.example, /v1 added",
        "https://d.example/, /v1 added",
        "https://d.example/v1/chat-messages, /chat-messages removed",
        "https://d.example/v1/workflows/run/, /workflows/run removed",
        "https://d.example/v1/completion-messages, /completion-messages removed",
        "https://d.example/v1/info, /info removed",
        "https://d.example/v1/parameters/, /parameters removed",
        "https://d.example/v1/messages, /messages removed",
        "https://d.example/v1/files/upload, /files/upload removed",
    })
    void a_url_that_is_surely_meant_otherwise_is_mended_with_a_warning(
            String written, String what) {
        var config = yaml(support("url: " + written));

        assertThat(config.upstreams().getFirst().url())
                .isEqualTo(URI.create("https://d.example/v1"));
        assertThat(config.origin().warnings())
                .containsExactly(
                        "sluice.yaml:5:5: upstreams.support.url: "
                                + what
                                + "; the base is https://d.example/v1"
                                + (what.endsWith("removed") ? " [CFG-URL-HAS-ENDPOINT]" : ""));
    }
}
