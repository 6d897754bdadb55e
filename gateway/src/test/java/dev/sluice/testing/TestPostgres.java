package dev.sluice.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL, registered as a static extension. The first class that asks starts the server,
 * all others share it, and it ends with the test run.
 */
public final class TestPostgres implements BeforeAllCallback {
    private @Nullable Server server;

    /** The one server of a test run. */
    private static final class Server implements AutoCloseable {
        private final EmbeddedPostgres postgres;
        private final AtomicInteger databases = new AtomicInteger();

        Server() {
            try {
                postgres = EmbeddedPostgres.start();
            } catch (IOException failed) {
                throw new UncheckedIOException("PostgreSQL does not start", failed);
            }
        }

        String newDatabase() {
            String name = "test" + databases.incrementAndGet();
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                var _ = statement.execute("CREATE DATABASE " + name);
            } catch (SQLException refused) {
                throw new IllegalStateException("no database for the test", refused);
            }
            return "postgresql://postgres:postgres@localhost:%d/%s"
                    .formatted(postgres.getPort(), name);
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(TestPostgres.class))
                        .computeIfAbsent(Server.class, _ -> new Server(), Server.class);
    }

    /** The URL of an empty database that nobody else has. */
    public String newDatabase() {
        Server running = server;
        if (running == null) {
            throw new IllegalStateException(
                    "register it with @RegisterExtension as a static field");
        }
        return running.newDatabase();
    }
}
