package dev.sluice.app;

import dev.sluice.access.Access;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ApiKeys;
import dev.sluice.access.KeyRing;
import dev.sluice.access.Secrets;
import dev.sluice.access.WrongKeys;
import dev.sluice.config.Keeping;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.MappingList;
import dev.sluice.conversation.Retention;
import dev.sluice.edge.Outage;
import dev.sluice.store.Database;
import dev.sluice.store.FolderWatch;
import dev.sluice.store.Store;
import dev.sluice.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What outlives the process: the databases, the secret, and the keys they hold. */
final class State implements AutoCloseable {
    private static final String SECRET = "SLUICE_SECRET_KEY";

    private final Resources resources = new Resources();
    private final Store store;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final WrongKeys wrongKeys = new WrongKeys(System::nanoTime);
    private final KeyRing ring;
    private final Conversations conversations;
    private final Retention retention;
    private final FolderWatch watch;

    State(Path folder, Keeping keeping, World world) {
        watch = new FolderWatch(folder);
        store =
                Store.openLater(
                        folder, keeping.store(), Schema.truth(), Schema.flow(), world.clock());
        resources.closeLater(store::close);
        try {
            String given = world.environment().getOrDefault(SECRET, "");
            secrets = Secrets.prepare(folder, given, world.chance());
            keys = new ApiKeys(store.truth(), secrets, world.clock(), world.chance());
            ring = KeyRing.open(keys, world.clock());
            resources.closeLater(ring::close);
            secrets.save();
            var disk = new Conversations.Disk(watch::isSound, store.embedded());
            conversations = Conversations.open(store.truth(), folder, disk);
            resources.closeLater(conversations::close);
            Duration keep = keeping.conversations().retention();
            retention = Retention.start(store.truth(), world.clock(), keep);
            resources.closeLater(retention::close);
            watch.start(secrets.files());
            resources.closeLater(watch::close);
        } catch (RuntimeException failed) {
            resources.close();
            throw failed;
        }
    }

    /** How long from now on; where it is stays. */
    void keep(Keeping keeping) {
        retention.keep(keeping.conversations().retention());
    }

    MappingList mappings(InstantSource clock) {
        return new MappingList(store.truth(), clock, conversations::flush);
    }

    Database flow() {
        return store.flow();
    }

    KeyRing.Health keysHealth() {
        return ring.health();
    }

    Access access(AccessConfig config) {
        return new Access(config, secrets, ring, wrongKeys);
    }

    /** What is kept elsewhere than the gateway says, or not at all. */
    List<Outage> outages() {
        String problem = watch.problem();
        return problem.isEmpty()
                ? List.of()
                : List.of(
                        new Outage(
                                "state: the state folder cannot be used; the log says which it is and"
                                        + " what to do",
                                "state: " + problem));
    }

    List<Worker> threads() {
        var threads = new ArrayList<Worker>(store.threads());
        threads.add(ring.thread());
        threads.addAll(conversations.threads());
        threads.add(retention.thread());
        threads.addAll(watch.threads());
        return threads;
    }

    Conversations conversations() {
        return conversations;
    }

    ApiKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        resources.close();
    }
}
