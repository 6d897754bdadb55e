package dev.sluice.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of this process, for Prometheus. Thread-safe. The registry is made at its first use,
 * since its classes would cost the start more than all else that is started.
 */
public final class Metrics implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Queue<Consumer<MeterRegistry>> pending = new ConcurrentLinkedQueue<>();

    /** The registry itself would forget them at the next collection. */
    private final Queue<LongSupplier> counts = new ConcurrentLinkedQueue<>();

    /** What is done before the numbers are read. */
    private final Queue<Runnable> refreshing = new ConcurrentLinkedQueue<>();

    private @Nullable PrometheusMeterRegistry registry;

    /**
     * The number that something has now.
     *
     * @param name in Micrometer's spelling: {@code sluice.open.exchanges}
     */
    public void gauge(String name, String meaning, DoubleSupplier value) {
        pending.add(registry ->
                Gauge.builder(name, value::getAsDouble).description(meaning).register(registry));
    }

    /**
     * The numbers that several things of a kind have now, which may come and go.
     *
     * @param tag what distinguishes them
     */
    public void gauges(
            String name, String meaning, String tag, Supplier<Map<String, Double>> values) {
        pending.add(registry -> {
            var gauges = MultiGauge.builder(name).description(meaning).register(registry);
            refreshing.add(() -> {
                var rows = new ArrayList<MultiGauge.Row<?>>();
                values.get().forEach((key, value) -> rows.add(Row.of(Tags.of(tag, key), value)));
                gauges.register(rows, true);
            });
        });
    }

    /**
     * What somebody counts for himself.
     *
     * @param tags names, each with its value after it
     */
    public void counter(String name, String meaning, LongSupplier count, String... tags) {
        counts.add(count);
        pending.add(registry ->
                FunctionCounter.builder(name, count, LongSupplier::getAsLong)
                        .description(meaning)
                        .tags(tags)
                        .register(registry));
    }

    /** Everything as Prometheus reads it. */
    public String scrape() {
        var all = registry();
        refreshing.forEach(Runnable::run);
        return all.scrape();
    }

    /** Where meters are made on demand; not from a loop, since the first use takes its time. */
    public synchronized PrometheusMeterRegistry registry() {
        if (registry == null) {
            registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            ProcessMeters.bind(registry);
        }
        for (var one = pending.poll(); one != null; one = pending.poll()) {
            one.accept(registry);
        }
        return registry;
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
