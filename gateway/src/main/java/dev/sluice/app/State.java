package dev.sluice.app;

import dev.sluice.access.Access;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.KeyRing;
import dev.sluice.access.Secrets;
import dev.sluice.store.Database;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.nio.file.Path;

/** What outlives the process: the databases, the secret, and the keys they hold. */
final class State implements AutoCloseable {
    private static final String SECRET = "SLUICE_SECRET_KEY";

    private final Store store;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final KeyRing ring;

    private State(Store store, Secrets secrets, ApiKeys keys, KeyRing ring) {
        this.store = store;
        this.secrets = secrets;
        this.keys = keys;
        this.ring = ring;
    }

    static State open(Path folder, StoreConfig config, World world) {
        var store = Store.open(folder, config, Schema.truth(), Schema.flow(), world.clock());
        try {
            String given = world.environment().getOrDefault(SECRET, "");
            var secrets = Secrets.open(folder, given, world.chance());
            var keys = new ApiKeys(store.truth(), secrets, world.clock(), world.chance());
            return new State(store, secrets, keys, KeyRing.open(keys, world.clock()));
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
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
        ring.close();
        store.close();
    }
}
