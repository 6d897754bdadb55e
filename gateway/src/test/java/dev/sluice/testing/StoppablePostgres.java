package dev.sluice.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL of one test's own, which can be away for a while. Not thread-safe. */
public final class StoppablePostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private StoppablePostgres(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.port = server.getPort();
        this.server = server;
    }

    /** Makes a new one in an empty folder. */
    public static StoppablePostgres in(Path data) throws IOException {
        return new StoppablePostgres(data, builder(data).start());
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    public String url() {
        return "postgresql://postgres@localhost:" + port + "/postgres";
    }

    /** It is gone when this returns, and whoever was connected has noticed. */
    public void stop() throws IOException {
        server.close();
    }

    /** With the same data on the same port. */
    public void startAgain() throws IOException {
        server = builder(data).setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
