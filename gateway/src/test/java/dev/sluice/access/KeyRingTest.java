package dev.sluice.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.FailureCode;
import dev.sluice.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Truth.Kind.class)
final class KeyRingTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private final Truth truth;

    KeyRingTest(Truth.Kind kind, @TempDir Path folder) {
        truth = Truth.open(kind, folder, POSTGRES);
    }

    @AfterEach
    void close() {
        truth.close();
    }

    @Test
    void the_keys_are_read_often_enough_for_a_second() {
        assertThat(KeyRing.EVERY).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_key_that_another_connection_makes_or_revokes_counts_soon_or_no_longer() {
        var elsewhere = truth.another().keys();
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            var made = elsewhere.create("laptop", Grants.CHAT.speakingForUsers());
            awaitStanding(
                    ring, made, new Standing.Valid(Grants.CHAT.speakingForUsers().to("laptop")));

            elsewhere.revoke("laptop");
            awaitStanding(ring, made, new Standing.Revoked("laptop"));
        }
    }

    @Test
    void a_ring_knows_at_once_what_was_made_before_it() {
        var made = truth.keys().create("laptop", Grants.CHAT);

        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            assertThat(standing(ring, made)).isInstanceOf(Standing.Valid.class);
            assertThat(ring.standing("0".repeat(64))).isInstanceOf(Standing.Unknown.class);
            assertThat(ring.health().current()).isTrue();
        }
    }

    @Test
    void a_key_that_was_just_made_elsewhere_counts_at_once() {
        var elsewhere = truth.another().keys();
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            for (String name : List.of("one", "two", "three")) {
                var made = elsewhere.create(name, Grants.CHAT);

                assertThat(identify(ring, made.key())).isEqualTo(Grants.CHAT.to(name));
            }
        }
    }

    @Test
    void an_error_while_the_keys_are_read_does_not_end_their_reading() {
        var failing = new AtomicBoolean();
        var failures = new AtomicInteger();
        InstantSource clock =
                () -> {
                    if (failing.get()) {
                        failures.incrementAndGet();
                        throw new StackOverflowError("a test's");
                    }
                    return truth.clock().instant();
                };
        try (var ring = KeyRing.open(truth.keys(), clock)) {
            failing.set(true);
            await().until(() -> failures.get() > 0);
            failing.set(false);

            var made = truth.another().keys().create("laptop", Grants.CHAT);

            awaitStanding(ring, made, new Standing.Valid(Grants.CHAT.to("laptop")));
        }
    }

    @Test
    void keys_that_nobody_has_are_looked_for_five_times_a_second_at_most_and_together() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            long begun = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                assertThat(identify(ring, wrong(i))).isEqualTo(Caller.NOBODY);
            }
            assertThat(since(begun)).isGreaterThanOrEqualTo(KeyRing.LOOK_EVERY.multipliedBy(3));

            long together = System.nanoTime();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 200)
                        .forEach(i -> threads.execute(() -> identify(ring, wrong(i))));
            }
            assertThat(since(together)).isLessThan(KeyRing.LOOK_EVERY.multipliedBy(10));
        }
    }

    @Test
    void what_no_gateway_makes_is_refused_without_looking() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(identify(ring, "sk-dummy" + i)).isEqualTo(Caller.NOBODY);
            }
            assertThat(since(begun)).isLessThan(KeyRing.LOOK_EVERY.multipliedBy(10));
        }
    }

    @Test
    void with_the_database_away_an_unknown_key_is_refused_without_looking() {
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            truth.goAway();
            await().until(() -> !ring.health().current());
            long begun = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(identify(ring, wrong(i))).isEqualTo(Caller.NOBODY);
            }
            assertThat(since(begun)).isLessThan(KeyRing.LOOK_EVERY.multipliedBy(10));
        }
    }

    private static String wrong(int number) {
        return NewKey.PREFIX + "x".repeat(40) + (100 + number);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Nobody where the key is refused. */
    private Caller identify(KeyRing ring, String key) {
        var config = AccessConfig.of(AccessConfig.Mode.KEYS);
        try {
            return new Access(config, truth.secrets(), ring, new WrongKeys(System::nanoTime))
                    .identify("Bearer " + key);
        } catch (ChatFailedException refused) {
            assertThat(refused.failure().code()).isEqualTo(FailureCode.KEY_INVALID);
            return Caller.NOBODY;
        }
    }

    @Test
    void keys_that_have_not_changed_are_not_read_anew() {
        truth.keys().create("laptop", Grants.CHAT);
        var known = truth.keys().since(ApiKeys.Stored.NONE);

        assertThat(truth.keys().since(known)).isSameAs(known);
    }

    @Test
    void with_the_database_away_known_keys_count_for_an_hour_and_that_is_told() {
        var live = truth.keys().create("laptop", Grants.CHAT);
        var revoked = truth.keys().create("desktop", Grants.CHAT);
        truth.keys().revoke("desktop");
        var nanos = new AtomicLong();
        try (var ring = KeyRing.open(truth.keys(), truth.clock(), nanos::get)) {
            truth.goAway();
            nanos.addAndGet(Duration.ofMinutes(10).toNanos());
            await().until(() -> !ring.health().current());

            assertThat(ring.health().text())
                    .isEqualTo(
                            "keys: the database cannot be read since 2026-11-21T12:00:00Z; keys"
                                    + " known then count until 2026-11-21T13:00:00Z");
            nanos.set(KeyRing.TRUSTED_UNREAD.toNanos());
            assertThat(standing(ring, live)).isInstanceOf(Standing.Valid.class);
            assertThat(standing(ring, revoked)).isInstanceOf(Standing.Revoked.class);
            nanos.incrementAndGet();
            assertThat(standing(ring, live)).isInstanceOf(Standing.Unsure.class);
            assertThat(ring.standing("0".repeat(64))).isInstanceOf(Standing.Unknown.class);
        }
    }

    @Test
    void a_time_of_day_that_jumps_refuses_no_key() {
        var live = truth.keys().create("laptop", Grants.CHAT);
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-9_000))) {
                truth.clock().goOn(jump);

                assertThat(standing(ring, live)).isInstanceOf(Standing.Valid.class);
            }
        }
    }

    @Test
    void a_database_that_comes_back_is_read_again() {
        var live = truth.keys().create("laptop", Grants.CHAT);
        try (var ring = KeyRing.open(truth.keys(), truth.clock())) {
            truth.goAway();
            await().until(() -> !ring.health().current());
            truth.clock().goOn(Duration.ofHours(2));

            truth.comeBack();

            var current = new KeyRing.Health(true, truth.clock().instant());
            await().untilAsserted(() -> assertThat(ring.health()).isEqualTo(current));
            awaitStanding(ring, live, new Standing.Valid(Grants.CHAT.to("laptop")));
            assertThat(ring.health().text()).isEqualTo("keys: read from the database");
        }
    }

    private void awaitStanding(KeyRing ring, NewKey key, Standing expected) {
        await().untilAsserted(() -> assertThat(standing(ring, key)).isEqualTo(expected));
    }

    private Standing standing(KeyRing ring, NewKey key) {
        return ring.standing(truth.secrets().digest(key.key().getBytes(UTF_8)));
    }
}
