package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.Advice.Frame;
import dev.sluice.config.Advice.MissingKeys;
import dev.sluice.config.Effective.Ignored;
import dev.sluice.config.Effective.Row;
import dev.sluice.config.ImportedName.Use;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any other system's variables can be a configuration. */
final class ImportedFormatTest {
    /** A system of one bot, which listens on port 77. */
    private static final class Toy implements ImportedFormat {
        @Override
        public List<ImportedName> names() {
            return List.of(
                    new ImportedName("TOY_BOT", Use.UPSTREAMS, "the upstream `bot`"),
                    new ImportedName("TOY_COLOUR", Use.NONE, "nothing has a colour"));
        }

        @Override
        public Advice advice() {
            return new Advice(
                    "write no address",
                    "write TOY_BOT=app-…",
                    new MissingKeys("the toy needs a key", ""),
                    new Frame("This toy is broken:", "Mend it."));
        }

        @Override
        public Section read(Map<String, Variable> variables, Place source, Findings findings) {
            var port = new Text("port", Place.defaultOf("the toy"), "77");
            var server = new Section("server", source, Map.of("port", port));
            Variable bot = variables.get("TOY_BOT");
            if (bot == null) {
                return new Section("", source, Map.of("server", server));
            }
            if (bot.text().equals("doll")) {
                findings.problem(bot.place(), "TOY_BOT is a doll; write its key");
            }
            var upstream =
                    Map.<String, Node>of(
                            "type", bot.node("dify"),
                            "url", bot.node("https://toy.example/v1"),
                            "key", bot.node());
            var upstreams = Map.<String, Node>of("bot", new Section("", source, upstream));
            return new Section(
                    "",
                    source,
                    Map.of("server", server, "upstreams", new Section("", source, upstreams)));
        }
    }

    @TempDir private Path folder = Path.of("");

    private Configuration configuration(String env, Map<String, String> environment)
            throws IOException {
        Files.writeString(folder.resolve(".env"), env);
        return Configuration.at(folder, Overrides.NONE, environment);
    }

    @Test
    void its_values_count_and_show_where_they_came_from() throws IOException {
        var effective =
                configuration("TOY_BOT=app-1\nTOY_COLOUR=red\n", Map.of())
                        .importing(new Toy())
                        .effective();

        String env = folder.resolve(".env").toString();
        assertThat(effective.settings())
                .contains(
                        new Row("server.port", "77", "default of the toy"),
                        new Row("upstreams.bot.key", "…", env + ":1 TOY_BOT (imported)"));
        assertThat(effective.ignored())
                .containsExactly(new Ignored("TOY_COLOUR", env + ":2", "nothing has a colour"));
        assertThat(effective.warnings()).containsExactly(env + ": the toy needs a key");
    }

    @Test
    void the_environment_is_enough_and_our_own_variables_win() {
        var environment = Map.of("TOY_BOT", "app-1", "SLUICE_SERVER_PORT", "78");

        var config =
                Configuration.at(folder, Overrides.NONE, environment).importing(new Toy()).load();

        assertThat(config.server().listen().getFirst().port()).isEqualTo(78);
        assertThat(config.upstreams()).extracting(found -> found.name()).containsExactly("bot");
    }

    @Test
    void what_is_wrong_is_reported_in_its_frame() throws IOException {
        var configuration = configuration("TOY_BOT=doll\nTOY_COLOR=red\n", Map.of());

        assertThatThrownBy(() -> configuration.importing(new Toy()).load())
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith("This toy is broken:\n- TOY_BOT is a doll; write its key (")
                .hasMessageContaining("\n- TOY_COLOR is unknown; did you mean TOY_COLOUR? (")
                .hasMessageEndingWith("\nMend it.");
    }

    @Test
    void without_one_only_our_own_variables_count() throws IOException {
        var configuration = configuration("TOY_BOT=app-1\nSLUICE_LOG_LEVEL=debug\n", Map.of());

        assertThatThrownBy(configuration::load)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("no upstream is configured");
        assertThatThrownBy(() ->
                        Configuration.at(
                                        folder.resolve("none"),
                                        Overrides.NONE,
                                        Map.of("TOY_BOT", "app-1"))
                                .load())
                .isInstanceOf(InvalidConfiguration.class);
    }
}
