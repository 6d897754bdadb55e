package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.compat.opendify.OpenDifyFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/reference/config.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_reference_lists_exactly_the_keys_there_are() throws IOException {
        assertThat(rows("## Settings"))
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(ReferenceTest::row).toList());
    }

    private static String row(Setting setting) {
        String fallback = setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "` ";
        return "| `%s` | `%s` | %s | %s| %s |"
                .formatted(
                        setting.path(),
                        setting.variable(),
                        setting.type(),
                        fallback,
                        setting.meaning());
    }

    @Test
    void the_reference_lists_exactly_the_names_that_are_imported() throws IOException {
        assertThat(rows("### Imported names"))
                .containsExactlyElementsOf(
                        new OpenDifyFormat().names().stream().map(ReferenceTest::row).toList());
    }

    private static String row(ImportedName name) {
        String none = name.use() == ImportedName.Use.NONE ? "no effect: " : "";
        return "| `%s` | %s%s |".formatted(name.name(), none, name.meaning());
    }

    @Test
    void the_reference_lists_the_codes_and_the_variables_that_are_no_settings() throws IOException {
        var text = Files.readString(REFERENCE);

        assertThat(Arrays.stream(ConfigCode.values()).map(ConfigCode::id))
                .allSatisfy(code -> assertThat(text).contains(code));
        assertThat(OwnVariables.OTHERS)
                .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    private static List<String> rows(String heading) throws IOException {
        String text = Files.readString(REFERENCE);
        return text.substring(text.indexOf(heading + "\n"))
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .toList();
    }

    @Test
    void the_examples_are_accepted() throws IOException {
        var environment = Map.of("SUPPORT_KEY", "app-1", "BACKUP_KEY", "app-2");

        var yaml = config("sluice.yaml", block("yaml"), environment);
        var env = config(".env", block("sh"), Map.of());

        assertThat(yaml.upstreams()).hasSize(2);
        assertThat(yaml.models().chains()).isNotEmpty();
        assertThat(yaml.origin().warnings()).isEmpty();
        assertThat(env.upstreams()).hasSize(2);
        assertThat(env.origin().warnings()).isEmpty();
    }

    private static SluiceConfig config(String name, String text, Map<String, String> environment) {
        return Reading.loaded(new SourceText(name, text), environment, Overrides.NONE).config();
    }

    @Test
    void the_messages_shown_are_the_ones_printed() throws IOException {
        assertThat(Reading.problems("sluice.yaml", block("broken")) + "\n")
                .isEqualTo(block("text"));
    }

    private static String block(String language) throws IOException {
        return BLOCK.matcher(Files.readString(REFERENCE))
                .results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> found.group(2))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void every_key_of_the_list_is_read(Setting setting) {
        String path = setting.path().replace(Setting.ANY_NAME, "support");
        var keys = List.of(path.split("\\.", -1));
        String nested =
                keys.reversed().stream()
                        .reduce("{a: b}", (value, key) -> "{" + key + ": " + value + "}");

        assertThat(Reading.problemsOfYaml(nested))
                .contains(": " + path + " must be a single value");
    }
}
