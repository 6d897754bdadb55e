package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice config} as an operator asks it. */
final class ConfigCommandTest {
    private static final String SOUND =
            """
            server: {drain: 10s}
            upstreams:
              support: {type: dify, url: 'https://dify.example', key: app-0123456789abcdef}
            """;

    @TempDir private Path folder = Path.of("");

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("sluice.yaml"), text).toString();
    }

    @Test
    void show_prints_every_value_with_its_origin() throws IOException {
        String file = file(SOUND);

        var show = Invocation.of("config", "show", "--config", file, "--port", "81");

        assertThat(show.exit()).isZero();
        assertThat(show.out())
                .containsPattern("server\\.drain +10s +" + file + ":1:10\n")
                .containsPattern("server\\.port +81 +--port\n")
                .containsPattern("access\\.mode +keys +default\n")
                .containsPattern("upstreams\\.support\\.key +app-…cdef ")
                .doesNotContain("0123");
        assertThat(show.err()).contains("/v1 added");
    }

    @Test
    void show_can_be_read_by_a_program() throws IOException {
        var show = Invocation.of("config", "show", "--json", "--config", file(SOUND));

        var json = new JsonMapper().readTree(show.out());
        assertThat(json.path("settings").path(0).path("setting").asString())
                .isEqualTo("server.host");
        assertThat(json.path("settings").path(0).path("origin").asString()).isEqualTo("default");
        assertThat(json.path("ignored").isArray()).isTrue();
        assertThat(json.path("warnings").size()).isEqualTo(1);
    }

    @Test
    void check_tells_that_all_is_well_and_what_could_be_better() throws IOException {
        String file = file(SOUND);

        var check = Invocation.of("config", "check", "--config", file);

        assertThat(check.exit()).isZero();
        assertThat(check.out()).contains("/v1 added").endsWith(file + " is sound\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "check"})
    void what_is_wrong_is_told_whole(String command) throws IOException {
        String file = file("server: {prot: 1}\naccess: {mode: closed}\n");

        var told = Invocation.of("config", command, "--config", file);

        assertThat(told.exit()).isEqualTo(6);
        assertThat(told.out()).isEmpty();
        assertThat(told.err().lines()).hasSize(3);
        assertThat(told.err()).contains("did you mean port?", "closed", "[CFG-NO-MODELS]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "check"})
    void the_help_tells_the_options_and_what_comes_of_it(String command) {
        var help = Invocation.of("config", command, "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("Usage: sluice config " + command, "--config=FILE", "--port=N");
    }
}
