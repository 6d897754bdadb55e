package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.access.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A shutdown waits for nobody but those who ask regularly. */
final class ReadinessTest {
    /** Far below the wait for somebody who asks, far above what no wait takes. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1000));
    private final Readiness readiness =
            new Readiness(now::get, () -> new KeyRing.Health(true, now.get()));

    @Test
    void nobody_is_waited_for_who_never_asked() {
        assertTimeoutPreemptively(AT_ONCE, () -> readiness.drain(Duration.ofSeconds(30)));
        assertThat(readiness.ask()).isFalse();
    }

    @Test
    void nobody_is_waited_for_who_asked_long_ago() {
        assertThat(readiness.ask()).isTrue();
        now.updateAndGet(time -> time.plusSeconds(31));
        assertTimeoutPreemptively(AT_ONCE, () -> readiness.drain(Duration.ofSeconds(30)));
    }
}
