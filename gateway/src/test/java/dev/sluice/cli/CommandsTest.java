package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.ApiRoutes;
import dev.sluice.http.Listen;
import dev.sluice.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    @Test
    void without_a_command_there_is_help_with_every_command_and_exit_code() {
        var help = Invocation.of();

        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("serve", "demo", "config", "routes", "version");
        for (ExitCode code : ExitCode.values()) {
            assertThat(help.out()).containsPattern(code.number() + " +" + code.meaning());
        }
    }

    @Test
    void what_this_version_does_not_serve_is_named_as_planned() throws IOException {
        for (String text :
                List.of(
                        Invocation.of("--help").out(),
                        Files.readString(Path.of("src/dist/README.txt")),
                        Files.readString(Path.of("../README.md")))) {
            assertThat(text).contains("Dify apps");
            assertThat(text.toLowerCase(Locale.ROOT)).containsSubsequence("planned", "ollama");
            assertThat(text.indexOf("Ollama"))
                    .isGreaterThan(text.toLowerCase(Locale.ROOT).indexOf("planned"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "serve, --config=FILE --data=DIR --host=H --port=N",
        "demo, --exit --port=N key",
        "config, show check sluice.yaml SLUICE_SERVER_PORT",
        "routes, --help",
        "version, --help"
    })
    void the_help_of_a_command_names_its_options(String command, String options) {
        var help = Invocation.of(command, "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Usage: sluice " + command);
        assertThat(help.out()).contains(options.split(" ", -1));
    }

    @Test
    void the_help_of_serve_shows_a_configuration_to_begin_with() {
        var help = Invocation.of("serve", "--help");

        assertThat(help.out()).contains("upstreams:", "type: dify");
    }

    @Test
    void routes_prints_every_route_with_who_may_use_it() {
        List<String> lines = Invocation.of("routes").out().lines().toList();

        assertThat(lines).hasSameSizeAs(ApiRoutes.listed());
        for (Route route : ApiRoutes.listed()) {
            assertThat(lines)
                    .anySatisfy(line ->
                            assertThat(line.split(" +", 4))
                                    .containsExactly(
                                            route.method(),
                                            route.path().toString(),
                                            route.permission().toString().toLowerCase(Locale.ROOT),
                                            route.purpose()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void version_tells_the_java_and_the_system_too(String asked) {
        var version = Invocation.of(asked);

        assertThat(version.exit()).isZero();
        assertThat(version.out())
                .contains("sluice ", "java " + Runtime.version(), System.getProperty("os.arch"));
    }

    @Test
    void an_unknown_option_is_wrong_usage_and_the_help_is_named() {
        var wrong = Invocation.of("serve", "--prot", "8001");

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains("--prot", "Try `sluice serve --help`.");
        assertThat(wrong.out()).isEmpty();
    }

    @Test
    void an_unknown_command_is_wrong_usage_and_the_nearest_is_named() {
        var wrong = Invocation.of("serv");

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains("serve");
    }

    @ParameterizedTest
    @CsvSource({
        "start, `sluice serve`",
        "run, `sluice serve`",
        "stop, Ctrl-C",
        "stop, SIGTERM",
        "stop, systemctl stop",
        "restart, `sluice reload`",
        "status, /readyz",
        "doctor, `sluice config check`",
        "logs, `sluice explain REQUEST-ID`"
    })
    void a_word_of_other_programs_is_answered_with_what_does_it_here(String word, String says) {
        var wrong = Invocation.of(word);

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains(says).doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stor", "restor", "rest", "reste", "rset", "migrat", "stop", "status"})
    void a_command_that_replaces_data_is_never_suggested(String word) {
        assertThat(Invocation.of(word).err())
                .doesNotContain("sluice restore", "sluice reset", "sluice migrate");
    }

    @Test
    void help_is_a_command_too() {
        assertThat(Invocation.of("help").out()).isEqualTo(Invocation.of("--help").out());
        assertThat(Invocation.of("help", "keys", "create"))
                .isEqualTo(Invocation.of("keys", "create", "--help"));
        assertThat(Invocation.of("help").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "65536", "80a", "８０００"})
    void a_port_that_is_none_is_wrong_usage(String port) {
        var wrong = Invocation.of("serve", "--port=" + port);

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains("--port", port, "write a number from 0 to 65535");
    }

    @Test
    void a_port_that_needs_a_right_is_told_with_the_right() {
        var http = new Listen("0.0.0.0", 80, false);

        assertThat(
                        PortOwner.explain(
                                http, "bind(..) failed with error(-13): Permission denied", false))
                .contains("CAP_NET_BIND_SERVICE", "--port 8000")
                .doesNotContain("--host");
        assertThat(PortOwner.explain(http, "Permission denied", true))
                .contains("CAP_NET_BIND_SERVICE", "server.listen");
    }

    @ParameterizedTest
    @CsvSource({
        "reload, SIGHUP, or, keep their connections",
        "backup, sluice restore FILE, secret.key, while the gateway runs",
        "restore, must be stopped, checked first, sluice backup",
        "reset, must be stopped, --yes, kept as a backup"
    })
    void the_help_of_commands_beside_a_gateway_teaches(
            String command, String one, String two, String three) {
        var help = Invocation.of(command, "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out().replaceAll("\\s+", " "))
                .contains("Usage: sluice " + command, "--config=FILE", "--data=DIR")
                .contains(one, two, three);
    }

    @Test
    void the_help_of_a_migration_teaches_by_examples() {
        assertThat(Invocation.of("migrate", "--help").out()).contains("opendify");
        assertThat(Invocation.of("migrate", "opendify", "--help").out())
                .contains(
                        "sluice migrate opendify /srv/opendify --dry-run",
                        "--to=FILE",
                        "--force",
                        "--offline",
                        "--config=FILE",
                        "--data=DIR",
                        "session_map.json");
        assertThat(Invocation.of("migrate").exit()).isEqualTo(3);
    }
}
