package dev.sluice.testkit;

import java.util.SplittableRandom;
import java.util.UUID;

/** The lasting ids of an app. */
record AppIds(String app, String workflow, String draft) {
    static AppIds of(SimulatedApp app) {
        SplittableRandom chance = new SplittableRandom(seed(app));
        return new AppIds(
                uuid(chance.nextLong()), uuid(chance.nextLong()), uuid(chance.nextLong()));
    }

    /** Apps of one server share a seed by default, but must not share ids. */
    static long seed(SimulatedApp app) {
        return app.details().seed() * 31 + app.key().hashCode();
    }

    static String endUser(String user) {
        return uuid(user.hashCode());
    }

    /** A UUID of version 4, always the same for a seed. */
    static String uuid(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        long high = (chance.nextLong() & ~0xf000L) | 0x4000L;
        long low = (chance.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
