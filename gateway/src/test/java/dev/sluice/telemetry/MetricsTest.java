package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Scrape;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void every_line_is_as_prometheus_reads_it() {
        try (var metrics = new Metrics()) {
            metrics.gauge("sluice.strange", "A \"quoted\"\nmeaning", () -> Double.NaN);

            Scrape scrape = Scrape.of(metrics.scrape());

            assertThat(scrape.families()).contains("sluice_strange", "jvm_memory_used_bytes");
        }
    }

    @Test
    void a_gauge_tells_what_is_so_now() {
        var open = new AtomicInteger(3);
        try (var metrics = new Metrics()) {
            metrics.gauge("sluice.open.exchanges", "Requests being answered", open::get);
            String first = metrics.scrape();
            open.set(4);

            assertThat(first).contains("\nsluice_open_exchanges 3.0\n");
            assertThat(metrics.scrape()).contains("\nsluice_open_exchanges 4.0\n");
        }
    }

    @Test
    void what_is_told_of_after_the_first_look_is_seen_in_the_second_and_outlives_a_collection() {
        var count = new AtomicLong(7);
        try (var metrics = new Metrics()) {
            var _ = metrics.scrape();
            metrics.counter("sluice.things", "Things", count::get, "kind", "odd");
            System.gc();

            assertThat(metrics.scrape()).contains("\nsluice_things_total{kind=\"odd\"} 7.0\n");
        }
    }

    @Test
    void the_process_tells_of_itself_in_base_units() {
        try (var metrics = new Metrics()) {
            Scrape scrape = Scrape.of(metrics.scrape());

            assertThat(scrape.sum("process_open_fds")).isPositive();
            assertThat(scrape.sum("process_cpu_seconds_total")).isBetween(0.01, 1e5);
            assertThat(scrape.sum("process_start_time_seconds")).isBetween(1.7e9, 1e11);
            assertThat(scrape.sum("jvm_memory_max_bytes"))
                    .isEqualTo((double) Runtime.getRuntime().maxMemory());
            assertThat(scrape.sum("sluice_build_info")).isOne();
        }
    }
}
