package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Expected wire text, kept in files. With {@code -Dgolden.update} they are written anew instead of
 * compared; what changed then shows in the diff, and is to be read there.
 */
public final class Golden {
    private static final Path ROOT = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Status, headers in their alphabetical order, and body. */
    public static void expect(String name, Answer actual) {
        String headers =
                new TreeMap<>(actual.headers())
                        .entrySet().stream()
                                .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                                .collect(Collectors.joining())
                                .replaceAll("dur=\\d+", "dur=N");
        expect(name, actual.status() + "\n" + headers + "\n" + actual.body());
    }

    public static void expect(String name, String actual) {
        Path file = ROOT.resolve(name);
        try {
            if (System.getProperty("golden.update") == null) {
                assertThat(actual).as(name).isEqualTo(Files.readString(file));
            } else {
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
