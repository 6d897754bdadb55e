package dev.sluice.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Goes on when it is told to. */
final class TestClock implements InstantSource {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public Instant instant() {
        return now.get();
    }

    void goOn(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }
}
