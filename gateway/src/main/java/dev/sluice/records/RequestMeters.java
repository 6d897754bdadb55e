package dev.sluice.records;

import dev.sluice.protocol.Usage;
import dev.sluice.records.RequestRecord.Try;
import dev.sluice.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Requests as numbers. What labels a number comes from the path table, from the codes and from the
 * configuration, never from a client, so that there cannot be too many.
 */
final class RequestMeters implements Consumer<RequestRecord> {
    /** From a word at once to a long workflow. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5)
    };

    private final Metrics metrics;

    RequestMeters(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void accept(RequestRecord record) {
        MeterRegistry registry = metrics.registry();
        String route = record.asked().route().isEmpty() ? "none" : record.asked().route();
        Counter.builder("sluice.requests")
                .description("Requests that have ended")
                .tag("route", route)
                .tag("code", record.ending().code())
                .tag("status", Integer.toString(record.ending().status()))
                .register(registry)
                .increment();
        Counter.builder("sluice.answer")
                .description("Bytes of answers, heads not counted")
                .baseUnit("bytes")
                .tag("route", route)
                .register(registry)
                .increment((double) record.ending().bytesOut());
        timer("sluice.request", "From the request to the end of its answer")
                .tag("route", route)
                .register(registry)
                .record(record.milliseconds(), TimeUnit.MILLISECONDS);
        timer("sluice.gate", "The part of that in which no upstream was asked")
                .tag("route", route)
                .register(registry)
                .record(TimeSplit.of(record).gate(), TimeUnit.MILLISECONDS);
        record.notes().tries().forEach(one -> tried(registry, one, record.ending().code()));
        used(registry, record.notes());
    }

    private static void tried(MeterRegistry registry, Try one, String code) {
        Counter.builder("sluice.tries")
                .description("Attempts at upstreams")
                .tag("upstream", one.upstream())
                .tag("reach", one.reach().name().toLowerCase(Locale.ROOT))
                // A try that nobody saw end was ended by what ended the request.
                .tag("code", one.code().isEmpty() ? code : one.code())
                .register(registry)
                .increment();
        if (one.times().firstEvent() >= 0) {
            timer("sluice.first.event", "From an attempt to its first event")
                    .tag("upstream", one.upstream())
                    .register(registry)
                    .record(one.times().firstEvent() - one.times().began(), TimeUnit.MILLISECONDS);
        }
    }

    private static void used(MeterRegistry registry, RequestRecord.Notes notes) {
        switch (notes.usage()) {
            case Usage.Unknown() -> {}
            case Usage.Total(long tokens) -> used(registry, notes.upstream(), "unsplit", tokens);
            case Usage.Counted(long prompt, long completion, _, _, _) -> {
                used(registry, notes.upstream(), "prompt", prompt);
                used(registry, notes.upstream(), "completion", completion);
            }
        }
    }

    private static void used(MeterRegistry registry, String upstream, String type, long tokens) {
        Counter.builder("sluice.tokens")
                .description("Tokens as upstreams counted them")
                .tag("upstream", upstream)
                .tag("type", type)
                .register(registry)
                .increment((double) tokens);
    }

    private static Timer.Builder timer(String name, String meaning) {
        return Timer.builder(name).description(meaning).serviceLevelObjectives(BUCKETS);
    }
}
