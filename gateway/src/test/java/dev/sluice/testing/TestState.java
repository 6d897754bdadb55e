package dev.sluice.testing;

import dev.sluice.app.Schema;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A state folder that is gone when this is closed. Its databases are copies of ones that were
 * migrated once, since hundreds of tests would pay for it otherwise.
 */
public final class TestState implements AutoCloseable {
    private static final Path MIGRATED = migrated();

    private final Path folder;

    private TestState(Path folder) {
        this.folder = folder;
    }

    public static TestState copy() {
        try {
            var state = new TestState(Files.createTempDirectory("sluice-test"));
            for (Path file : files(MIGRATED)) {
                Files.copy(file, state.folder.resolve(file.getFileName().toString()));
            }
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path migrated() {
        try {
            Path folder = Files.createTempDirectory("sluice-migrated");
            var store =
                    Store.open(
                            folder,
                            StoreConfig.DEFAULT,
                            Schema.truth(),
                            Schema.flow(),
                            InstantSource.system());
            store.close();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        delete(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
