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
    private static final Pattern REASON = Pattern.compile("(?m)^\\| ([BLZ]\\d+) \\|");

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
        return found(REASON, Document.at("docs/reference/not-possible.md").text()).stream()
                .map(number -> number.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> found(Pattern number, String text) {
        return number.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
