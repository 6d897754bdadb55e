package dev.sluice.app;

import dev.sluice.access.Access;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.KeyRing;
import dev.sluice.access.Secrets;
import dev.sluice.config.Keeping;
import dev.sluice.conversation.Retention;
import dev.sluice.store.Database;
import dev.sluice.store.Store;
import java.nio.file.Path;
import java.time.Duration;

/** What outlives the process: the databases, the secret, and the keys they hold. */
final class State implements AutoCloseable {
    private static final String SECRET = "SLUICE_SECRET_KEY";

    private final Store store;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final KeyRing ring;
    private final Retention retention;

    private State(Store store, Secrets secrets, ApiKeys keys, KeyRing ring, Retention retention) {
        this.store = store;
        this.secrets = secrets;
        this.keys = keys;
        this.ring = ring;
        this.retention = retention;
    }

    static State open(Path folder, Keeping keeping, World world) {
        var store =
                Store.open(folder, keeping.store(), Schema.truth(), Schema.flow(), world.clock());
        try {
            String given = world.environment().getOrDefault(SECRET, "");
            var secrets = Secrets.open(folder, given, world.chance());
            var keys = new ApiKeys(store.truth(), secrets, world.clock(), world.chance());
            var ring = KeyRing.open(keys, world.clock());
            Duration keep = keeping.conversations().retention();
            var retention = Retention.start(store.truth(), world.clock(), keep);
            return new State(store, secrets, keys, ring, retention);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    /** How long from now on; where it is stays. */
    void keep(Keeping keeping) {
        retention.keep(keeping.conversations().retention());
    }

    Database truth() {
        return store.truth();
    }

    Database flow() {
        return store.flow();
    }

    KeyRing.Health keysHealth() {
        return ring.health();
    }

    Access access(AccessConfig config) {
        return new Access(config, secrets, ring);
    }

    ApiKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        retention.close();
        ring.close();
        store.close();
    }
}
