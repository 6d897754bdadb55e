package dev.sluice.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading has found so far; reading goes on, so that everything is told at once. */
public final class Findings {
    private final Advice advice;
    // Sets, since one line of an .env file can be read for several upstreams.
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    Findings(Advice advice) {
        this.advice = advice;
    }

    public void problem(Place place, String message) {
        problem(place, ConfigCode.NONE, message);
    }

    void problem(Node node, String message) {
        problem(node, ConfigCode.NONE, message);
    }

    void problem(Value value, String message) {
        problem(value, ConfigCode.NONE, message);
    }

    void problem(Node node, ConfigCode code, String message) {
        problem(node.place(), code, node.label() + " " + message);
    }

    void problem(Value value, ConfigCode code, String message) {
        problem(value.place(), code, value.label() + " " + message);
    }

    public void problem(Place place, ConfigCode code, String message) {
        problem(place, code, message, "");
    }

    /**
     * Reports what must be mended before the gateway can start.
     *
     * @param message what is wrong and what to write instead, never a secret
     * @param detail further lines, each with its line break before it
     */
    public void problem(Place place, ConfigCode code, String message, String detail) {
        problems.add(made(place, code, message, detail));
    }

    public void warning(Place place, ConfigCode code, String message) {
        warnings.add(made(place, code, message, "").toString());
    }

    private static Problem made(Place place, ConfigCode code, String message, String detail) {
        // What stands nowhere has no line.
        int line = Math.max(0, place.line());
        return new Problem(place.file(), line, place.column(), code.id(), message, detail);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw failure();
        }
    }

    InvalidConfiguration failure() {
        var sorted =
                problems.stream()
                        .sorted(
                                Comparator.comparingInt(Problem::line)
                                        .thenComparingInt(Problem::column))
                        .toList();
        return new InvalidConfiguration(sorted, advice.report(sorted));
    }
}
