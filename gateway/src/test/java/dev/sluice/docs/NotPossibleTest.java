package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NotPossibleTest {
    private static final Path PARITY = Path.of("src", "test", "java", "dev", "sluice", "parity");
    private static final Pattern TEST = Pattern.compile("void ([blz]\\d+)_");
    private static final Pattern NUMBER = Pattern.compile("(?m)^\\| ([BL]\\d+) \\|");
    private static final Pattern LISTED = Pattern.compile("(?m)^(\\d+)\\. ");
    private static final Pattern EXPLANATIONS = table("defect");
    private static final Pattern REASONS = table("without a test");

    private static final int OF_OPENDIFY = 27;
    private static final int OF_LITE = 16;
    private static final int OF_LIZY = 15;

    @Test
    void every_defect_of_the_systems_before_has_either_a_test_or_a_reason() throws IOException {
        var tested = new TreeSet<>(tested());
        List<String> reasoned = reasoned();

        assertThat(reasoned).doesNotHaveDuplicates().doesNotContainAnyElementsOf(tested);
        var all = new TreeSet<>(tested);
        all.addAll(reasoned);
        assertThat(all).containsExactlyInAnyOrderElementsOf(defects());
    }

    @Test
    void every_defect_is_explained() throws IOException {
        String text = Document.at("docs/reference/not-possible.md").text();
        var explained = new ArrayList<>(numbers(EXPLANATIONS, text));
        found(LISTED, text).forEach(number -> explained.add("z" + number));

        assertThat(explained).containsExactlyInAnyOrderElementsOf(defects());
    }

    private static List<String> defects() {
        return Stream.of(numbers("b", OF_OPENDIFY), numbers("l", OF_LITE), numbers("z", OF_LIZY))
                .flatMap(numbers -> numbers)
                .toList();
    }

    private static Stream<String> numbers(String letter, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> letter + number);
    }

    private static List<String> tested() throws IOException {
        var names = new ArrayList<String>();
        try (Stream<Path> files = Files.list(PARITY)) {
            for (Path file : files.toList()) {
                names.addAll(found(TEST, Files.readString(file)));
            }
        }
        return names;
    }

    private static List<String> reasoned() throws IOException {
        return numbers(REASONS, Document.at("docs/reference/not-possible.md").text());
    }

    /** All rows of the tables that begin with such a column. */
    private static Pattern table(String column) {
        return Pattern.compile("(?m)^\\| " + column + " \\|.*\n\\|[-|]+\n((?:\\|.*\n)+)");
    }

    private static List<String> numbers(Pattern table, String text) {
        return found(table, text).stream()
                .flatMap(rows -> found(NUMBER, rows).stream())
                .map(number -> number.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> found(Pattern number, String text) {
        return number.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
