package dev.sluice.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading has found so far; reading goes on, so that everything is told at once. */
final class Findings {
    // Sets, since one line of an .env file can be read for several upstreams.
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    void problem(Place place, String message) {
        problems.add(new Problem(place.file(), place.line(), place.column(), message));
    }

    void problem(Node node, String message) {
        problem(node.place(), node.label() + " " + message);
    }

    void problem(Value value, String message) {
        problem(value.place(), value.label() + " " + message);
    }

    void warning(Place place, String message) {
        warnings.add(new Problem(place.file(), place.line(), place.column(), message).toString());
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
        return new InvalidConfiguration(
                problems.stream()
                        .sorted(
                                Comparator.comparingInt(Problem::line)
                                        .thenComparingInt(Problem::column))
                        .toList());
    }
}
