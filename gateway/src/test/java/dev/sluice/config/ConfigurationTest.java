package dev.sluice.config;

import static dev.sluice.config.Reading.problems;
import static dev.sluice.config.Reading.support;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.http.Listen;
import dev.sluice.registry.UpstreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
    private static final String ENV =
            "DIFY_API_BASE=https://d.example/v1\nMODEL_CONFIG=bot:app-1\nVALID_API_KEYS=k-1\n";

    @TempDir private Path folder = Path.of("");

    private static Configuration at(Path path) {
        return Configuration.at(path, Overrides.NONE, Map.of()).importing(new OpenDifyFormat());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void a_file_is_read_from_disk_and_remembered_as_it_was_named() throws IOException {
        Path file = write("my.yaml", "\uFEFF" + support());

        var config = at(file).load();

        assertThat(config.upstreams()).hasSize(1);
        assertThat(config.origin().source()).isEqualTo(file.toString());
        assertThat(config.keeping().store().folder()).isEqualTo(folder.resolve("data").toString());
    }

    @Test
    void a_variable_that_only_the_env_file_sets_is_told_with_the_name_that_counts_there()
            throws IOException {
        Path env = write(".env", "export SUPPORT_KEY=app-secret\n");
        write("sluice.yaml", support("key: ${env:SUPPORT_KEY}"));

        assertThatThrownBy(() -> at(folder).load())
                .hasMessageContaining(
                        "upstreams.support.key needs the environment variable SUPPORT_KEY, which is not set; of "
                                + env
                                + ", which sets it, only names that begin with SLUICE_ count: rename it to SLUICE_UPSTREAMS_SUPPORT_KEY there, or export it before the start [CFG-MISSING]")
                .hasMessageNotContaining("app-secret");
        write(".env", Files.readString(env).replace("SUPPORT_", "SLUICE_UPSTREAMS_SUPPORT_"));
        assertThat(at(folder).load().upstreams().getFirst().key()).isEqualTo("app-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", "opendify.env"})
    void a_name_that_ends_in_env_is_read_as_opendifys_file(String name) throws IOException {
        Path file = write(name, "\uFEFF" + ENV);

        assertThat(at(file).load().upstreams()).hasSize(1);
    }

    @Test
    void a_folder_offers_the_yaml_before_the_env_file() throws IOException {
        write(".env", ENV);
        assertThat(at(folder).load().origin().source()).endsWith(".env");
        write("sluice.yaml", support());
        assertThat(at(folder).load().origin().source()).endsWith("sluice.yaml");
    }

    @Test
    void the_same_configuration_is_read_anew_each_time() throws IOException {
        var configuration = at(write("sluice.yaml", support()));
        var first = configuration.load();
        assertThat(configuration.load()).isEqualTo(first);

        write("sluice.yaml", support() + "records: {keep: 7}\n");

        assertThat(configuration.load().keeping().records().keep()).isEqualTo(7);
    }

    @Test
    void opendifys_names_in_the_environment_are_a_configuration_by_themselves() {
        var environment =
                Map.of(
                        "DIFY_API_BASE", "\"https://d.example/v1\"",
                        "MODEL_CONFIG", "bot:app-1",
                        "VALID_API_KEYS", "client-key");

        var config =
                Configuration.at(folder, Overrides.NONE, environment)
                        .importing(new OpenDifyFormat())
                        .load();

        assertThat(config.upstreams()).hasSize(1);
        assertThat(config.server().listen()).containsExactly(new Listen("127.0.0.1", 5000, false));
        assertThat(config.origin().source()).isEqualTo("environment");
        assertThat(config.keeping().store().folder()).isEqualTo("data");
        assertThat(config.origin().warnings())
                .containsExactly(
                        "environment: DIFY_API_BASE: quotes removed; `docker run --env-file` keeps them, so delete them from the file [CFG-QUOTED]");
    }

    @Test
    void a_folder_without_configuration_is_told_what_to_write() {
        var environment = Map.of("SERVER_PORT", "80", "TIMEOUT", "5", "DIFY_API_KEY", "");

        assertThatThrownBy(() ->
                        Configuration.at(folder, Overrides.NONE, environment)
                                .importing(new OpenDifyFormat())
                                .load())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith(folder + ": there is no sluice.yaml and no .env here")
                .hasMessageContaining("`sluice serve --help`");
    }

    @Test
    void of_an_env_file_beside_the_yaml_only_our_own_names_count() throws IOException {
        write("sluice.yaml", support());
        write(
                ".env",
                ENV + "SERVER_PORT=high\nno line\nSLUICE_SERVER_PORT=81\nSLUICE_DATA=state\n");

        var config = at(folder).load();

        assertThat(config.upstreams()).extracting(UpstreamConfig::name).containsExactly("support");
        assertThat(config.access().keys()).isEmpty();
        assertThat(config.server().listen().getFirst().port()).isEqualTo(81);
        assertThat(config.keeping().store().folder()).isEqualTo(folder.resolve("state").toString());
        assertThat(config.origin().warnings()).isEmpty();
    }

    @Test
    void what_is_wrong_with_our_own_names_beside_the_yaml_is_told() throws IOException {
        write("sluice.yaml", support());
        Path env = write(".env", "SLUICE_SERVER_PORT=1\nSLUICE_SERVER_PORT=2\n");

        assertThatThrownBy(() -> at(folder).load())
                .hasMessage(
                        env
                                + ":2:1: SLUICE_SERVER_PORT stands here a second time; the first is in line 1 [CFG-DUPLICATE-KEY]");
    }

    @Test
    void a_file_that_cannot_be_read_says_why() throws IOException {
        Path missing = folder.resolve("none.yaml");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xe9, '\n'});
        Path large = write("large.yaml", "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> at(missing).load())
                .hasMessage(missing + ": there is no such file; check its name");
        assertThatThrownBy(() -> at(latin).load())
                .hasMessage(latin + ": is not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> at(large).load())
                .hasMessage(large + ": is larger than 1 MiB; this is not a configuration");
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
                        sluice.yaml:2:10: models.best names the unknown upstream `suport`; did you mean support? [CFG-UNKNOWN]
                        sluice.yaml:4:3: upstreams.support.url is not set or empty; write url: https://api.dify.ai/v1 [CFG-MISSING]
                        sluice.yaml:5:5: upstreams.support.type is `dfy`; did you mean dify?
                        sluice.yaml:6:5: upstreams.support.urll is unknown; did you mean url? [CFG-UNKNOWN]
                        sluice.yaml:7:5: upstreams.support.key is a knowledge base's key (dataset-…), which cannot chat; write the app's own, which begins with app-
                        sluice.yaml:8:3: upstreams.other must be a section with keys: type, url, key, model, mode, memory, user, tools, replaced, reasoning, extension, answer, outputs, rerun, proxy, max_connections, keep_alive, deadlines
                        sluice.yaml:9:10: server.drain is `5`, a number without a unit; add one, such as s for seconds
                        sluice.yaml:9:20: server.port is `99999`; write a number from 0 to 65535\
                        """);
    }
}
