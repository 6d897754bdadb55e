package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NotPossibleTest {
    private static final Path PARITY = Path.of("src", "test", "java", "dev", "sluice", "parity");
    private static final Pattern TEST = Pattern.compile("void (b\\d+)_");
    private static final int DEFECTS = 27;

    @Test
    void every_defect_of_opendify_has_either_a_test_or_a_reason() throws IOException {
        Set<String> tested = tested();
        List<String> reasoned = reasoned();

        var all = new HashSet<>(tested);
        all.addAll(reasoned);
        assertThat(reasoned).doesNotHaveDuplicates().doesNotContainAnyElementsOf(tested);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, DEFECTS)
                                .mapToObj(number -> "b" + number)
                                .toList());
    }

    private static Set<String> tested() throws IOException {
        try (Stream<Path> files = Files.list(PARITY)) {
            var names = new HashSet<String>();
            for (Path file : files.toList()) {
                names.addAll(
                        TEST.matcher(Files.readString(file))
                                .results()
                                .map(test -> test.group(1))
                                .collect(Collectors.toSet()));
            }
            return names;
        }
    }

    private static List<String> reasoned() throws IOException {
        return Document.at("docs/reference/not-possible.md").table("## OpenDify").stream()
                .map(row -> row.getFirst().toLowerCase(Locale.ROOT))
                .toList();
    }
}
