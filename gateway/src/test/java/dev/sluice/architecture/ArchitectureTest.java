package dev.sluice.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
    /** A package uses only packages of smaller numbers; a new package gets its row here. */
    static final Map<String, Integer> ROWS =
            Map.ofEntries(
                    entry("protocol", 0),
                    entry("worker", 0),
                    entry("http", 1),
                    entry("telemetry", 1),
                    entry("store", 1),
                    entry("records", 2),
                    entry("registry", 2),
                    entry("access", 2),
                    entry("conversation", 2),
                    entry("routing", 3),
                    entry("upstream", 3),
                    entry("chat", 4),
                    entry("config", 5),
                    entry("vendors", 6),
                    entry("web", 7),
                    entry("edge", 8),
                    entry("compat.opendify", 8),
                    entry("app", 9),
                    entry("cli", 10));

    /** Beside the rows: only commands use it, and it uses nothing of ours. */
    private static final String TESTKIT = "testkit";

    private static final Path DOCUMENT = Sources.PROJECT.resolve("docs/architecture.md");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]\\w*)[`.]");

    private Sources sources;
    private JavaClasses classes;

    @BeforeAll
    void read() throws IOException {
        sources = Sources.ofProject();
        classes = Compiled.project();
    }

    @Test
    void every_package_has_its_row_and_every_row_a_package() {
        var found = classes.stream().map(Boundaries::capability).collect(Collectors.toSet());

        assertThat(found).contains(TESTKIT);
        found.remove(TESTKIT);
        assertThat(found)
                .as("packages below dev.sluice; give a new one its row in ROWS")
                .isEqualTo(ROWS.keySet());
    }

    @Test
    void the_documented_table_is_this_one() throws IOException {
        var documented =
                Files.readAllLines(DOCUMENT).stream()
                        .filter(line -> line.matches("\\| \\d+ \\| `.*"))
                        .map(line -> line.split(" *\\| *", -1))
                        .collect(
                                Collectors.toMap(
                                        cells -> cells[2].replace("`", ""),
                                        cells -> Integer.valueOf(cells[1])));

        assertThat(documented).isEqualTo(ROWS);
    }

    @Test
    void every_class_the_document_names_exists() throws IOException {
        var named =
                CLASS_NAME
                        .matcher(Files.readString(DOCUMENT))
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toSet());

        assertThat(named).contains("Exchange", "Relay", "Chat");
        assertThat(sources.classNames()).containsAll(named);
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void classes_keep_the_boundary(Boundary boundary) {
        assertThat(boundary.offences(classes)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void each_boundary_fires_on_an_offender(Boundary boundary, @TempDir Path folder)
            throws IOException {
        assertThat(boundary.offences(Compiled.snippets(boundary.offender(), folder))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("sourceRules")
    void sources_keep_the_rule(SourceRule rule) {
        assertThat(rule.offences(sources)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sourceRules")
    void each_rule_fires_on_an_offender(SourceRule rule) {
        assertThat(rule.offences(Sources.of("Offender.java", rule.offender()))).isNotEmpty();
    }

    static Stream<Boundary> boundaries() {
        return Boundaries.ALL.stream();
    }

    static Stream<SourceRule> sourceRules() {
        return Stream.of(Budgets.ALL, Habits.ALL, Literals.ALL).flatMap(List::stream);
    }
}
