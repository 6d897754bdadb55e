package dev.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A state folder that is kept only as long as this is open. */
final class TemporaryState implements AutoCloseable {
    private final Path path;

    private TemporaryState(Path path) {
        this.path = path;
    }

    static TemporaryState make() throws IOException {
        return new TemporaryState(Files.createTempDirectory("sluice-state"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(path)) {
            List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
