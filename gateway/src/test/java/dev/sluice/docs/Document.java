package dev.sluice.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file of the project, by what tests want of it. */
public final class Document {
    /** Tests run in the folder of their module. */
    private static final Path PROJECT = Path.of("..");

    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CELL_BORDER = Pattern.compile(" *\\| *");
    private static final Pattern RULE = Pattern.compile("[| -]+");

    private final Path path;
    private final String text;

    private Document(Path path) throws IOException {
        this.path = path;
        this.text = Files.readString(path);
    }

    public static Document at(String path) throws IOException {
        return new Document(PROJECT.resolve(path));
    }

    /** Everything that people read first or look things up in. */
    public static List<Document> all() throws IOException {
        try (Stream<Path> top = Files.list(PROJECT);
                Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            var found = new ArrayList<Document>();
            for (Path file : Stream.concat(top, docs).sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    found.add(new Document(file));
                }
            }
            return found;
        }
    }

    public String text() {
        return text;
    }

    Path path() {
        return path;
    }

    /** The insides of all code blocks in that language. */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> found.group(2))
                .toList();
    }

    /** The rows of the first table under the heading, each as its cells without backticks. */
    List<List<String>> table(String heading) {
        int start = text.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(path + " has no heading " + heading);
        }
        return text.substring(start)
                .lines()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !RULE.matcher(line).matches())
                .skip(1)
                .map(line -> line.substring(1, line.lastIndexOf('|')).replace("`", "").strip())
                .map(line -> Arrays.asList(CELL_BORDER.split(line, -1)))
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
