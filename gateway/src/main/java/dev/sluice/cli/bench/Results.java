package dev.sluice.cli.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is measured; used by the one thread that measures. */
final class Results {
    private final Map<Measure, Map<Contender, List<Double>>> values = new LinkedHashMap<>();

    /** Gives the measure its place in the table, before a contender to which it does not apply. */
    void announce(Measure measure) {
        values.computeIfAbsent(measure, _ -> new EnumMap<>(Contender.class));
    }

    void add(Measure measure, Contender contender, double value) {
        values.computeIfAbsent(measure, _ -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(value);
    }

    List<Row> rows() {
        return values.entrySet().stream()
                .filter(row -> !row.getValue().isEmpty())
                .map(row -> row(row.getKey(), row.getValue()))
                .toList();
    }

    private static Row row(Measure measure, Map<Contender, List<Double>> values) {
        var samples = new EnumMap<Contender, Samples>(Contender.class);
        values.forEach((contender, list) -> samples.put(contender, new Samples(list)));
        return new Row(measure, samples);
    }
}
