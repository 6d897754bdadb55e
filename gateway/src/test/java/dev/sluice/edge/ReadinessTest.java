package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.access.KeyRing;
import dev.sluice.conversation.Conversations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A shutdown waits for nobody but those who ask regularly. */
final class ReadinessTest {
    /** Far below the wait for somebody who asks, far above what no wait takes. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong();
    private boolean keysAreCurrent = true;
    private boolean away;
    private int waiting;
    private List<Outage> outages = List.of();
    private final Readiness readiness =
            new Readiness(
                    nanos::get,
                    () -> new KeyRing.Health(keysAreCurrent, Instant.ofEpochSecond(1000)),
                    () -> new Conversations.Health(away, waiting, 0),
                    () -> outages);

    @Test
    void nobody_is_waited_for_who_never_asked() {
        assertTimeoutPreemptively(AT_ONCE, () -> readiness.drain(Duration.ofSeconds(30)));
        assertThat(readiness.ask()).isFalse();
    }

    @Test
    void nobody_is_waited_for_who_asked_long_ago() {
        assertThat(readiness.ask()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertTimeoutPreemptively(AT_ONCE, () -> readiness.drain(Duration.ofSeconds(30)));
    }

    @Test
    void where_all_is_well_there_is_nothing_to_add() {
        assertThat(readiness.reservations()).isEmpty();
    }

    @Test
    void mappings_that_wait_for_the_database_are_told_after_the_keys() {
        keysAreCurrent = false;
        waiting = 7;

        assertThat(readiness.reservations().lines())
                .satisfiesExactly(
                        keys -> assertThat(keys).startsWith("keys: the database cannot be read"),
                        waiters -> assertThat(waiters).startsWith("conversations: 7 wait"));
    }

    @Test
    void what_places_are_called_is_for_those_who_may_see_it() {
        outages = List.of(new Outage("state: it is away", "state: /srv/data is away"));

        assertThat(readiness.outages(false)).isEqualTo("state: it is away\n");
        assertThat(readiness.outages(true)).isEqualTo("state: /srv/data is away\n");
    }

    @Test
    void a_database_that_is_away_is_told_before_anything_waits() {
        away = true;

        assertThat(readiness.reservations()).startsWith("conversations: 0 wait");
    }
}
