package dev.sluice.config;

import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Effective.Ignored;
import dev.sluice.config.Effective.Row;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code config show} tells. */
final class EffectiveTest {
    private static Effective yaml(String text, Map<String, String> environment, Overrides flags) {
        return Reading.loaded(new SourceText("sluice.yaml", text), environment, flags).effective();
    }

    @Test
    void every_setting_has_its_row() {
        String text = support() + "models: {m: support}\naccess: {keys: {front: key-0001}}\n";

        var rows = yaml(text, Map.of(), Overrides.NONE).settings();

        assertThat(rows)
                .extracting(Row::setting)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values())
                                .map(setting -> String.join(".", setting.keysOf(nameFor(setting))))
                                .toList());
    }

    private static String nameFor(Setting setting) {
        return switch (setting) {
            case MODEL -> "m";
            case ACCESS_KEY -> "front";
            // All others with a name are of the upstream.
            default -> "support";
        };
    }

    @Test
    void a_value_has_the_origin_that_won() {
        String text = "server: {drain: 2m}\n" + support("key: ${env:DIFY_KEY}", "model: a");
        var environment =
                Map.of(
                        "DIFY_KEY", "app-0123456789abcdef",
                        "SLUICE_ACCESS_MODE", "open",
                        "SLUICE_DATA_URL", "postgresql://me:pass@db/sluice");
        var flags = Overrides.NONE.with("--port", "server.port", "81");

        assertThat(yaml(text, environment, flags).settings())
                .contains(
                        new Row("server.host", "127.0.0.1", "default"),
                        new Row("server.port", "81", "--port"),
                        new Row(
                                "server.listen",
                                "http://127.0.0.1:81",
                                "server.host and server.port"),
                        new Row("server.drain", "120s", "sluice.yaml:1:10"),
                        new Row("access.mode", "open", "environment SLUICE_ACCESS_MODE"),
                        new Row(
                                "data.url",
                                "postgresql://me:…@db/sluice",
                                "environment SLUICE_DATA_URL"),
                        new Row("upstreams.support.model", "a", "sluice.yaml:7:5"),
                        new Row(
                                "upstreams.support.key",
                                "app-…cdef",
                                "sluice.yaml:6:5 ${env:DIFY_KEY}"));
    }

    @Test
    void the_names_of_opendify_are_shown_as_imported() {
        String text =
                "DIFY_API_BASE=https://d.example\nMODEL_CONFIG=bot:app-1\nSERVER_HOST=localhost\n";

        var effective =
                Reading.loaded(
                                new SourceText(".env", text),
                                Map.of("VALID_API_KEYS", "client-key", "LOG_LEVEL", "debug"),
                                Overrides.NONE)
                        .effective();

        assertThat(effective.settings())
                .contains(
                        new Row("server.host", "localhost", ".env:3 SERVER_HOST (imported)"),
                        new Row("server.port", "5000", "default of OpenDify"),
                        new Row(
                                "access.keys.imported-1",
                                "…",
                                "environment VALID_API_KEYS (imported)"),
                        new Row(
                                "upstreams.bot.url",
                                "https://d.example/v1",
                                ".env:1 DIFY_API_BASE (imported)"),
                        new Row("upstreams.bot.key", "…", ".env:2 MODEL_CONFIG[bot] (imported)"));
        assertThat(effective.ignored())
                .containsExactly(new Ignored("LOG_LEVEL", "environment", "write SLUICE_LOG_LEVEL"));
        assertThat(effective.warnings()).singleElement().asString().contains("/v1 added");
    }

    @Test
    void imported_names_beside_a_yaml_file_are_shown_as_ignored() {
        var effective = yaml(support(), Map.of("SERVER_PORT", "81"), Overrides.NONE);

        assertThat(effective.ignored())
                .containsExactly(
                        new Ignored("SERVER_PORT", "environment", "sluice.yaml is used instead"));
    }

    @Test
    void a_list_of_addresses_stands_for_host_and_port() {
        String text = "server: {listen: ['localhost:1', 'http://[::1]:2']}\n" + support();

        assertThat(yaml(text, Map.of(), Overrides.NONE).settings())
                .startsWith(
                        new Row("server.host", "", "server.listen stands for it"),
                        new Row("server.port", "", "server.listen stands for it"),
                        new Row(
                                "server.listen",
                                "http://localhost:1, http://[::1]:2",
                                "sluice.yaml:1:10"));
    }

    @Test
    void an_empty_list_is_the_same_as_none() {
        String text = "server: {listen: []}\ncors: {origins: []}\n" + support();

        assertThat(yaml(text, Map.of(), Overrides.NONE).settings())
                .contains(
                        new Row("server.port", "8000", "default"),
                        new Row("cors.origins", "", "default"));
    }
}
