package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_leads_somewhere(Document document) {
        var links = LINK.matcher(document.text()).results().toList();

        assertThat(links)
                .filteredOn(link -> !link.group(1).startsWith("http"))
                .allSatisfy(link -> {
                    Path target =
                            link.group(1).isEmpty()
                                    ? document.path()
                                    : document.path().resolveSibling(link.group(1));
                    assertThat(target).exists();
                    if (link.group(2) != null) {
                        assertThat(anchors(target)).contains(link.group(2));
                    }
                });
    }

    /** As hosting sites make them of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        try (Stream<String> lines = Files.lines(document)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                    .map(line -> line.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-'))
                    .collect(Collectors.toSet());
        }
    }

    static List<Document> documents() throws IOException {
        return Document.all();
    }
}
