package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RequestIdsTest {
    private static final int SEED = 1;

    @Test
    void later_requests_have_later_ids() {
        var millis = new AtomicLong();
        // Far enough for every digit of the time to change.
        InstantSource clock = () -> Instant.ofEpochMilli(millis.getAndAdd(123_456_789_012L));
        var ids = Stream.generate(new RequestIds(clock, new Random(SEED))).limit(1_000).toList();

        assertThat(ids).isSorted();
    }

    @Test
    void ids_of_one_moment_differ() {
        var ids = new RequestIds(InstantSource.fixed(Instant.EPOCH), new Random(SEED));

        assertThat(Stream.generate(ids).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void an_id_is_what_explain_takes() {
        var ids = new RequestIds(InstantSource.fixed(Instant.EPOCH), new Random(SEED));

        assertThat(ids.get()).matches("req_[0-9a-f]{24}");
    }
}
