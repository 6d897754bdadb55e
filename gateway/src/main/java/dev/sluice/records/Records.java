package dev.sluice.records;

import dev.sluice.http.ExchangeEnd;
import dev.sluice.store.Database;
import dev.sluice.telemetry.Metrics;
import dev.sluice.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where every exchange's record goes: into the log, the metrics and the ring, each at its own pace,
 * so that a slow disk keeps nobody waiting but itself. Taking a record is safe on a loop.
 */
public final class Records implements Consumer<RequestRecord>, AutoCloseable {
    /** Of what a client chose to call things; the names of a configuration are shorter. */
    private static final int MAX_NAME_CHARS = 100;

    private final List<Intake> intakes = new ArrayList<>();

    /**
     * @param flow where the ring is kept; may be away for a while
     */
    public Records(RecordsConfig config, Database flow, Metrics metrics) {
        var log = new RequestLog();
        var meters = new RequestMeters(metrics);
        intakes.add(new Intake("log", batch -> batch.forEach(log)));
        intakes.add(new Intake("metrics", batch -> batch.forEach(meters)));
        if (config.keep() > 0) {
            intakes.add(new Intake("ring", new Ring(flow, config.keep())));
        }
        intakes.forEach(intake -> {
            count(metrics, intake, "kept", intake::kept);
            count(metrics, intake, "dropped", intake::dropped);
            count(metrics, intake, "failed", intake::failed);
        });
    }

    @Override
    public void accept(RequestRecord record) {
        RequestRecord bounded = bounded(record);
        for (Intake intake : intakes) {
            intake.accept(bounded);
        }
    }

    /** What never came to a route, such as what is no valid request. */
    public void unrouted(ExchangeEnd end) {
        accept(RequestRecord.of(end, "", RequestRecord.Notes.NONE));
    }

    /** Those that work the records off. */
    public List<Worker> threads() {
        return intakes.stream().map(Intake::thread).toList();
    }

    /** A client may call a model whatever fits into a body. */
    private static RequestRecord bounded(RequestRecord record) {
        var asked = record.asked();
        var notes = record.notes();
        if (Math.max(asked.method().length(), notes.model().length()) <= MAX_NAME_CHARS) {
            return record;
        }
        return new RequestRecord(
                record.requestId(),
                record.startedAtMillis(),
                new RequestRecord.Asked(begin(asked.method()), asked.route(), asked.address()),
                notes.askingFor(begin(notes.model())),
                record.ending(),
                record.milliseconds());
    }

    private static String begin(String name) {
        return name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS) + "…";
    }

    private static void count(Metrics metrics, Intake intake, String fate, LongSupplier count) {
        metrics.counter(
                "sluice.records",
                "Records of requests, by where they went and what became of them",
                count,
                "to",
                intake.name(),
                "fate",
                fate);
    }

    /** Works off what has come; nothing may come any more. */
    @Override
    public void close() {
        intakes.forEach(Intake::close);
    }
}
