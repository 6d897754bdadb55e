package dev.sluice.cli.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one measure gave for every contender that it applies to. */
record Row(Measure measure, Map<Contender, Samples> samples) {
    /** Stands where a measure does not apply. */
    static final String NOTHING = "–";

    Row {
        samples = new EnumMap<>(samples);
    }

    Optional<Double> ratio() {
        return median(Contender.SLUICE)
                .flatMap(ours -> median(Contender.NGINX).map(theirs -> ours / theirs));
    }

    /** Empty without a target, or when it could not be judged. */
    Optional<Boolean> met() {
        return switch (measure.target()) {
            case Target.None() -> Optional.empty();
            case Target.AtMost(double limit) ->
                    median(Contender.SLUICE).map(value -> value <= limit);
            case Target.TimesNginx(double limit) -> ratio().map(value -> value <= limit);
        };
    }

    List<String> cells() {
        return List.of(
                measure.scenario().toString(),
                measure.name(),
                measure.unit(),
                cell(Contender.DIRECT),
                cell(Contender.NGINX),
                cell(Contender.BARE_SLUICE),
                cell(Contender.SLUICE),
                ratio().map(Samples::text).orElse(NOTHING),
                target());
    }

    private String target() {
        String verdict = met().map(met -> met ? ": met" : ": missed").orElse(": not measured");
        return switch (measure.target()) {
            case Target.None() -> NOTHING;
            case Target.AtMost(double limit) ->
                    "≤ " + number(limit) + " " + measure.unit() + verdict;
            case Target.TimesNginx(double limit) -> "≤ " + number(limit) + " × nginx" + verdict;
        };
    }

    private static String number(double limit) {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }

    private String cell(Contender contender) {
        Samples mine = samples.get(contender);
        return mine == null ? NOTHING : mine.text();
    }

    private Optional<Double> median(Contender contender) {
        return Optional.ofNullable(samples.get(contender)).map(Samples::median);
    }
}
