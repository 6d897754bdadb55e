package dev.sluice.config;

import static dev.sluice.config.Reading.problems;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private final Configuration configuration = new Configuration(Map.of());

    @Test
    void a_file_is_read_from_disk_and_remembered_as_it_was_named(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "\uFEFF" + support());

        var config = configuration.load(file, Overrides.NONE);

        assertThat(config.upstreams()).hasSize(1);
        assertThat(config.source()).isEqualTo(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "opendify.env"})
    void a_name_that_ends_in_env_is_read_as_opendifys_file(String name, @TempDir Path folder)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve(name),
                        "\uFEFFDIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG=bot:app-1\n");

        assertThat(configuration.load(file, Overrides.NONE).upstreams()).hasSize(1);
    }

    @Test
    void a_folder_offers_the_yaml_before_the_env_file(@TempDir Path folder) throws IOException {
        assertThat(Configuration.find(folder)).isEmpty();
        Path env = Files.createFile(folder.resolve(".env"));
        assertThat(Configuration.find(folder)).contains(env);
        Path yaml = Files.createFile(folder.resolve("sluice.yaml"));
        assertThat(Configuration.find(folder)).contains(yaml);
    }

    @Test
    void a_file_that_cannot_be_read_says_why(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("none.yaml");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xe9, '\n'});
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> configuration.load(missing, Overrides.NONE))
                .hasMessage(missing + ": there is no such file; check its name");
        assertThatThrownBy(() -> configuration.load(latin, Overrides.NONE))
                .hasMessage(latin + ": is not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> configuration.load(large, Overrides.NONE))
                .hasMessage(large + ": is larger than 1 MiB; this is not a configuration");
        assertThatThrownBy(() -> configuration.load(folder, Overrides.NONE))
                .hasMessage(folder + ": cannot be read (IOException); check its rights");
    }

    @Test
    void flags_win_over_the_file() {
        String text = "server: {host: 10.0.0.1, port: 80, drain: 7s}\n" + support();

        var server = configuration.read("sluice.yaml", text, new Overrides("::1", "81")).server();

        assertThat(server.host()).isEqualTo("::1");
        assertThat(server.port()).isEqualTo(81);
        assertThat(server.drain()).hasSeconds(7);
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
        assertThatThrownBy(() ->
                        configuration.read("sluice.yaml", support(), new Overrides(host, port)))
                .hasMessage(told);
    }

    @Test
    void a_flag_does_not_hide_that_its_section_is_none() {
        assertThatThrownBy(() ->
                        configuration.read(
                                "sluice.yaml", "server: 5\n" + support(), new Overrides("", "81")))
                .hasMessage(
                        "sluice.yaml:1:1: server must be a section with keys: host, port, drain");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_from_top_to_bottom() {
        String text =
                """
                models:
                  best: [suport]
                upstreams:
                  support:
                    type: dfy
                    urll: x
                    key: dataset-1
                  other: 5
                server: {drain: 5, port: 99999}
                """;

        assertThat(problems("sluice.yaml", text))
                .isEqualTo(
                        """
                        sluice.yaml:2:10: models.best names the unknown upstream `suport`; did you mean support?
                        sluice.yaml:4:3: upstreams.support.url is not set or empty; write url: https://api.dify.ai/v1
                        sluice.yaml:5:5: upstreams.support.type is `dfy`; did you mean dify?
                        sluice.yaml:6:5: upstreams.support.urll is unknown; did you mean url?
                        sluice.yaml:7:5: upstreams.support.key is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-
                        sluice.yaml:8:3: upstreams.other must be a section with keys: type, url, key, model, mode, rerun, proxy, max_connections, deadlines
                        sluice.yaml:9:10: server.drain is `5`, a number without a unit; add one, such as s for seconds
                        sluice.yaml:9:20: server.port is `99999`; write a number from 0 to 65535\
                        """);
    }
}
