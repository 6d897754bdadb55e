package dev.sluice.cli.bench;

import dev.sluice.cli.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A temporary folder that goes with its user, also when the program is told to end. */
final class Scratch implements AutoCloseable {
    private final TemporaryFolder folder;
    private final Thread removal;

    private Scratch(TemporaryFolder folder) {
        this.folder = folder;
        this.removal = new Thread(folder::close);
    }

    static Scratch make() throws IOException {
        var scratch = new Scratch(TemporaryFolder.make("sluice-bench"));
        Runtime.getRuntime().addShutdownHook(scratch.removal);
        return scratch;
    }

    Path folder() {
        return folder.path();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(removal);
        folder.close();
    }
}
