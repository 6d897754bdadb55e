package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is killed in the middle of everything. */
@Timeout(120)
final class SuddenDeathTest {
    private static final int ROUNDS = 3;
    private static final int MOST_CHANGES = 12;
    private static final double REVOKED = 0.4;

    private final Random chance = new Random(20_261_121);
    private final Map<String, String> live = new ConcurrentHashMap<>();
    private final Map<String, String> revoked = new ConcurrentHashMap<>();
    private final AtomicInteger chats = new AtomicInteger();

    @TempDir private Path folder = Path.of("");

    @Test
    void keys_are_as_was_said_and_the_next_start_needs_no_repair() throws Exception {
        try (var dify = SimulatedDify.start(0).app(SimulatedApp.chat("app-support"))) {
            Files.writeString(
                    folder.resolve("sluice.yaml"),
                    """
                    access: {keys: {load: key-of-the-load}}
                    upstreams: {support: {type: dify, url: '%s', key: app-support, model: support}}
                    """
                            .formatted(dify.url()));
            for (int round = 0; round < ROUNDS; round++) {
                serveUntilKilled(live.size() + revoked.size() + 1 + chance.nextInt(MOST_CHANGES));
            }
            try (var sluice = serve()) {
                expectKeys(sluice.address().getPort());
            }
        }
        assertThat(folder.resolve("data")).isDirectoryNotContaining("glob:**.aside");
    }

    private void serveUntilKilled(int changes) throws Exception {
        try (var sluice = serve()) {
            int port = sluice.address().getPort();
            expectKeys(port);
            int before = chats.get();
            Thread load = Thread.ofVirtual().start(() -> chatUntilRefused(port));
            var keys = new KeyChanges();
            Thread operator = Thread.ofPlatform().start(keys);
            await().until(() -> live.size() + revoked.size() >= changes && chats.get() > before);

            sluice.kill();

            keys.enough = true;
            operator.join();
            load.join();
            assertThat(keys.failed).isEmpty();
        }
        assertThat(query("PRAGMA integrity_check")).isEqualTo("ok");
    }

    private SluiceProcess serve() throws Exception {
        return SluiceProcess.start(folder, "serve", "--port", "0");
    }

    private void expectKeys(int port) {
        live.forEach((name, key) ->
                assertThat(new KeyHolder(port, key).get("/v1/models").status())
                        .as(name)
                        .isEqualTo(200));
        revoked.forEach((name, key) ->
                assertThat(new KeyHolder(port, key).get("/v1/models").diagnosis())
                        .as(name)
                        .isEqualTo("KEY-REVOKED"));
    }

    private void chatUntilRefused(int port) {
        var client = new KeyHolder(port, "key-of-the-load");
        try {
            while (client.chat("support").status() == 200) {
                chats.incrementAndGet();
            }
        } catch (UncheckedIOException _) {
            // The gateway is gone.
        }
    }

    /** Keys that are made and revoked beside the gateway, one after the other. */
    private final class KeyChanges implements Runnable {
        private final ArrayList<String> failed = new ArrayList<>();
        private volatile boolean enough;

        @Override
        public void run() {
            while (!enough) {
                if (chance.nextDouble() < REVOKED && !live.isEmpty()) {
                    revoke(live.keySet().stream().sorted().findFirst().orElseThrow());
                } else {
                    create("key-" + (live.size() + revoked.size()));
                }
            }
        }

        private void create(String name) {
            var done = keys("create", name);
            if (done.exit() == 0) {
                live.put(name, done.out().strip());
            }
        }

        private void revoke(String name) {
            if (keys("revoke", name).exit() == 0) {
                revoked.put(name, live.getOrDefault(name, ""));
                live.remove(name);
            }
        }

        private Invocation keys(String verb, String name) {
            String data = folder.resolve("data").toString();
            var done = Invocation.of("keys", verb, name, "--data", data);
            if (done.exit() != 0) {
                failed.add(done.err());
                enough = true;
            }
            return done;
        }
    }

    private String query(String sql) throws Exception {
        String file = "jdbc:sqlite:" + folder.resolve("data/sluice.db");
        try (var connection = DriverManager.getConnection(file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getString(1);
        }
    }
}
