package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WrongKeysTest {
    private static final String ADDRESS = "203.0.113.5";

    /** Such clocks begin anywhere, also shortly before they overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private final WrongKeys wrong = new WrongKeys(nanos::get);

    @Test
    void after_too_many_an_address_waits_for_the_end_of_the_minute() {
        tryOften(ADDRESS);
        assertThat(wrong.waitAfter(ADDRESS)).isEqualTo(60);
        pass(Duration.ofSeconds(45));
        assertThat(wrong.waitAfter(ADDRESS)).isEqualTo(15);

        pass(Duration.ofSeconds(15));

        assertThat(wrong.waitAfter(ADDRESS)).isZero();
    }

    @Test
    void another_address_does_not_wait() {
        tryOften(ADDRESS);

        assertThat(wrong.waitAfter("203.0.113.6")).isZero();
    }

    @Test
    void all_addresses_of_one_ipv6_network_count_together() {
        for (int i = 0; i < WrongKeys.MOST_IN_WINDOW; i++) {
            assertThat(wrong.waitAfter("2001:db8::" + Integer.toHexString(i))).isZero();
        }
        assertThat(wrong.waitAfter("2001:db8::ffff")).isPositive();
        assertThat(wrong.waitAfter("2001:db8:0:1::")).isZero();
    }

    @Test
    void no_more_addresses_are_kept_than_memory_was_set_aside_for() {
        tryOften(ADDRESS);
        for (int i = 0; i < 3 * WrongKeys.MOST_ADDRESSES; i++) {
            wrong.waitAfter("address " + i);
            if (i % 1_000 == 0) {
                // Who goes on trying is not forgotten for the others.
                assertThat(wrong.waitAfter(ADDRESS)).isPositive();
            }
        }
        assertThat(wrong.addresses()).isEqualTo(WrongKeys.MOST_ADDRESSES);
    }

    private void tryOften(String address) {
        for (int i = 0; i < WrongKeys.MOST_IN_WINDOW; i++) {
            assertThat(wrong.waitAfter(address)).isZero();
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
