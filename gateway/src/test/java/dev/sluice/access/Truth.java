package dev.sluice.access;

import dev.sluice.store.Migration;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Keys in a database of their own, and what can happen to one. */
final class Truth implements AutoCloseable {
    /** The databases there are. */
    enum Kind {
        SQLITE,
        POSTGRES
    }

    private static final List<Migration> SCHEMA =
            List.of(
                    Migration.read(ApiKeys.class, "V0001__api_keys.sql"),
                    Migration.read(ApiKeys.class, "V0003__key_traits.sql"));

    private final TestClock clock;
    private final StoreConfig config;
    private final Path folder;
    private final Store store;
    private final Secrets secrets;
    private final ApiKeys keys;
    private final List<Truth> others = new ArrayList<>();

    private Truth(Path folder, StoreConfig config, TestClock clock, int seed) {
        this.folder = folder;
        this.config = config;
        this.clock = clock;
        store = Store.open(folder, config, SCHEMA, List.of(), clock);
        secrets = Secrets.open(folder, "", new Random(1));
        keys = new ApiKeys(store.truth(), secrets, clock, new Random(seed));
    }

    static Truth open(Kind kind, Path folder, TestPostgres postgres) {
        return new Truth(
                folder,
                switch (kind) {
                    case SQLITE -> StoreConfig.DEFAULT;
                    case POSTGRES -> new StoreConfig("", postgres.newDatabase());
                },
                new TestClock(),
                0);
    }

    /** As another process sees the same. */
    Truth another() {
        others.add(new Truth(folder, config, clock, others.size() + 1));
        return others.getLast();
    }

    TestClock clock() {
        return clock;
    }

    Secrets secrets() {
        return secrets;
    }

    ApiKeys keys() {
        return keys;
    }

    ApiKeys withOtherSecret() {
        var other = Secrets.open(folder.resolve("other"), "", new Random(2));
        return new ApiKeys(store.truth(), other, clock, new Random(3));
    }

    /** Reading fails from now on. */
    void goAway() {
        execute("ALTER TABLE key_state RENAME TO key_state_away");
    }

    void comeBack() {
        execute("ALTER TABLE key_state_away RENAME TO key_state");
    }

    void execute(String sql) {
        var _ = store.truth().write(handle -> handle.execute(sql));
    }

    /** Everything that is kept of keys. */
    String dump() {
        return store.truth()
                .read(handle ->
                        handle.createQuery("SELECT * FROM api_keys, key_state")
                                .mapToMap()
                                .list()
                                .toString());
    }

    @Override
    public void close() {
        others.forEach(Truth::close);
        store.close();
    }
}
