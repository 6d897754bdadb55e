package dev.sluice.cli.bench;

import java.util.List;
import java.util.Locale;

/** What the rounds gave for one measure of one contender; at least one value. */
record Samples(List<Double> values) {
    private static final double WHOLE = 100;
    private static final double ONE_PLACE = 10;

    Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a measure without a value");
        }
        values = values.stream().sorted().toList();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The median, and how far the rounds lie apart. */
    String text() {
        return "%s (%s–%s)"
                .formatted(text(median()), text(values.getFirst()), text(values.getLast()));
    }

    static String text(double value) {
        double size = Math.abs(value);
        int places = size >= WHOLE ? 0 : size >= ONE_PLACE ? 1 : 2;
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
