package dev.sluice.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that goes with its user, also when the program is told to end. */
final class Scratch implements AutoCloseable {
    private final Path folder;
    private final Thread removal = new Thread(this::remove);

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Scratch make() throws IOException {
        var scratch = new Scratch(Files.createTempDirectory("sluice-bench"));
        Runtime.getRuntime().addShutdownHook(scratch.removal);
        return scratch;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(removal);
        remove();
    }

    private void remove() {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
