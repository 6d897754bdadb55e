package dev.sluice.conversation;

import static dev.sluice.conversation.StoredMappings.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestPostgres;
import dev.sluice.worker.WorkerSchedule.Rhythm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(booleans = {false, true})
final class RetentionTest {
    @RegisterExtension static final TestPostgres POSTGRES = new TestPostgres();

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
    private static final Duration DAY = Duration.ofDays(1);
    private static final long EDGE = CLOCK.millis() - DAY.toMillis();
    private static final long NOW = CLOCK.millis();

    /** Only when the test says so. */
    private static final Rhythm NEVER = Rhythm.every(Duration.ofDays(99));

    private static final Rhythm ALWAYS = Rhythm.every(Duration.ofMillis(1));

    /** Set by nobody, unlike the time of day. */
    private final AtomicLong nanos = new AtomicLong();

    private final AtomicReference<Instant> time = new AtomicReference<>(CLOCK.instant());

    private final boolean onServer;
    private final StoredMappings stored;

    RetentionTest(boolean onServer, @TempDir Path folder) {
        this.onServer = onServer;
        stored = StoredMappings.in(folder, onServer ? POSTGRES.newDatabase() : "");
    }

    @AfterEach
    void close() {
        stored.close();
    }

    private Retention start(Duration keep, Rhythm rhythm) {
        var clock = new ClockTrust(time::get, () -> nanos.addAndGet(1));
        return Retention.start(stored.truth(), clock, keep, rhythm);
    }

    private void pass(Duration length) {
        time.updateAndGet(now -> now.plus(length));
        nanos.addAndGet(length.toNanos());
    }

    private void putMany(int old, int young) {
        stored.put(IntStream.range(0, old).mapToObj(i -> mapping("old-" + i, EDGE - 1)).toList());
        stored.put(IntStream.range(0, young).mapToObj(i -> mapping("young-" + i, NOW)).toList());
    }

    @Test
    void a_clock_that_is_wrong_for_a_while_deletes_nothing() {
        putMany(0, 20);
        time.updateAndGet(now -> now.plus(Duration.ofDays(365)));
        try (var retention = start(DAY, NEVER)) {
            retention.forget();
            assertThat(stored.chats()).hasSize(20);

            pass(Duration.ofHours(1));
            retention.forget();
            assertThat(stored.chats()).hasSize(20);

            time.set(CLOCK.instant());
            retention.forget();
            assertThat(stored.chats()).hasSize(20);
        }
    }

    @Test
    void a_clock_that_has_just_jumped_deletes_not_even_a_few() {
        putMany(2, 20);
        try (var retention = start(DAY, NEVER)) {
            time.updateAndGet(now -> now.plus(Duration.ofHours(1)));
            retention.forget();
            assertThat(stored.chats()).hasSize(22);

            pass(Duration.ofHours(1));
            retention.forget();
            assertThat(stored.chats()).hasSize(20);
        }
    }

    @Test
    void more_than_a_fifth_waits_for_a_day_of_an_even_clock_and_then_goes_by_fifths() {
        putMany(60, 40);
        try (var error = new StandardError();
                var retention = start(DAY, NEVER)) {
            retention.forget();
            pass(Duration.ofHours(1));
            retention.forget();
            assertThat(stored.chats()).hasSize(100);
            assertThat(error.text().split("many conversations look old", -1)).hasSize(2);
            assertThat(error.text()).contains("cleanup");

            pass(Duration.ofHours(23));
            stored.touch("young", time.get().toEpochMilli());
            retention.forget();
            assertThat(stored.chats()).hasSize(80);
            pass(Duration.ofHours(1));
            retention.forget();
            assertThat(stored.chats()).hasSize(80);
        }
    }

    @Test
    void what_was_used_while_the_clock_did_not_know_the_year_counts_as_used_now() {
        stored.put(List.of(mapping("nineteen-seventy", Duration.ofMinutes(5).toMillis())));
        try (var retention = start(DAY, NEVER)) {
            retention.forget();
            assertThat(stored.chats()).containsExactly("nineteen-seventy");

            pass(DAY.plusHours(1));
            retention.forget();
            assertThat(stored.chats()).isEmpty();
        }
    }

    private void putOldAndYoung() {
        stored.put(List.of(mapping("old", EDGE - 1), mapping("young", EDGE)));
        stored.putUnclaimed("unclaimed-old", EDGE - 1);
        stored.putUnclaimed("unclaimed-young", EDGE);
    }

    @Test
    void what_was_not_used_for_longer_is_forgotten_again_and_again() {
        putOldAndYoung();
        try (var _ = start(DAY, ALWAYS)) {
            awaitYoung();
            putOldAndYoung();
            awaitYoung();
        }
    }

    @Test
    void an_error_does_not_end_the_forgetting() {
        putOldAndYoung();
        var looks = new AtomicInteger();
        InstantSource clock =
                () -> {
                    // The first is at the start.
                    if (looks.getAndIncrement() == 1) {
                        throw new StackOverflowError("a test's");
                    }
                    return CLOCK.instant();
                };
        var trust = new ClockTrust(clock, () -> nanos.addAndGet(1));
        try (var _ = Retention.start(stored.truth(), trust, DAY, ALWAYS)) {
            awaitYoung();
        }
    }

    private void awaitYoung() {
        await().untilAsserted(() ->
                assertThat(stored.chats()).containsExactly("young", "unclaimed-young"));
    }

    @Test
    void how_long_may_change_meanwhile_and_zero_is_for_ever() {
        putOldAndYoung();
        try (var retention = start(Duration.ZERO, NEVER)) {
            retention.forget();
            assertThat(stored.chats()).hasSize(4);

            retention.keep(DAY);
            retention.forget();
            assertThat(stored.chats()).containsExactly("young", "unclaimed-young");

            retention.keep(Duration.ZERO);
            putOldAndYoung();
            retention.forget();
            assertThat(stored.chats()).hasSize(4);
        }
    }

    @Test
    void no_transaction_deletes_more_than_a_thousand() {
        stored.put(
                IntStream.range(0, 2_500)
                        .mapToObj(i -> mapping("old-" + i, EDGE - 9_000 + i))
                        .toList());
        var turns = new AtomicInteger();

        long deleted =
                new Sweep(stored.truth())
                        .deleteUnusedSince(EDGE, Long.MAX_VALUE, () -> turns.getAndIncrement() < 2);

        assertThat(deleted).isEqualTo(2_000);
        assertThat(stored.chats()).hasSize(500);
    }

    @Test
    void a_user_has_as_many_as_fit_and_a_client_without_users_more() {
        stored.put(IntStream.range(0, 25).mapToObj(i -> of("ann", i)).toList());
        stored.put(IntStream.range(0, 20).mapToObj(i -> of("bo", i)).toList());
        stored.put(IntStream.range(0, 33).mapToObj(i -> of("", i)).toList());

        long deleted = new Sweep(stored.truth()).deleteBeyond(20, 30, () -> true);

        assertThat(deleted).isEqualTo(5 + 3);
        assertThat(stored.chats())
                .hasSize(20 + 20 + 30)
                .contains("ann-5", "bo-0", "-3")
                .doesNotContain("ann-4", "-2");
    }

    /** The later the higher its number. */
    private static Mapping of(String user, int number) {
        Mapping one = mapping(user + "-" + number, number);
        var key =
                new ChatKey(
                        one.key().tenant(),
                        one.key().client(),
                        one.key().app(),
                        user,
                        one.key().chat(),
                        one.key().model());
        return new Mapping(
                Mapping.idOf(key, one.conversation()),
                key,
                one.source(),
                one.conversation(),
                one.upstreamUser(),
                one.past(),
                one.createdAtMillis(),
                one.usedAtMillis());
    }

    @Test
    void no_more_go_than_may_the_longest_unused_first() {
        stored.put(IntStream.range(0, 25).mapToObj(i -> mapping("old-" + i, 9 - i)).toList());

        long deleted = new Sweep(stored.truth()).deleteUnusedSince(EDGE, 20, () -> true);

        assertThat(deleted).isEqualTo(20);
        assertThat(stored.chats()).contains("old-0", "old-4").doesNotContain("old-5").hasSize(5);
    }

    @Test
    void one_that_is_closed_deletes_nothing() {
        stored.put(List.of(mapping("old", EDGE - 1)));
        var retention = start(DAY, NEVER);
        retention.close();

        retention.forget();

        assertThat(stored.chats()).containsExactly("old");
    }

    @Test
    void a_database_that_is_away_is_told_once_until_it_is_back() {
        putOldAndYoung();
        try (var error = new StandardError();
                var retention = start(DAY, NEVER)) {
            stored.execute("ALTER TABLE conversations RENAME TO away");
            retention.forget();
            retention.forget();
            stored.execute("ALTER TABLE away RENAME TO conversations");
            retention.forget();
            assertThat(stored.chats()).containsExactly("young", "unclaimed-young");
            retention.forget();
            stored.execute("ALTER TABLE conversations RENAME TO away");
            retention.forget();
            stored.execute("ALTER TABLE away RENAME TO conversations");
            retention.forget();

            assertThat(error.text().split("old conversations were deleted", -1)).hasSize(3);
            assertThat(error.text().split("old conversations cannot be deleted", -1)).hasSize(3);
        }
    }

    @Test
    void a_mapping_that_is_used_while_it_is_about_to_go_stays() throws Exception {
        stored.put(List.of(mapping("used", 1)));
        var sweep =
                new FutureTask<>(() ->
                        new Sweep(stored.truth())
                                .deleteUnusedSince(EDGE, Long.MAX_VALUE, () -> true));

        stored.truth()
                .<Integer>write(handle -> {
                    int used = MappingRows.put(handle, List.of(mapping("used", EDGE)));
                    Thread.startVirtualThread(sweep);
                    if (onServer) {
                        await().until(this::isSomebodyWaiting);
                    }
                    return used;
                });

        assertThat(sweep.get()).isZero();
        assertThat(stored.chats()).containsExactly("used");
    }

    private boolean isSomebodyWaiting() {
        return stored.truth()
                .read(handle ->
                        handle.createQuery(
                                                "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                                        .mapTo(Integer.class)
                                        .one()
                                > 0);
    }
}
