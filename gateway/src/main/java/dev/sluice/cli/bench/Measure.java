package dev.sluice.cli.bench;

import java.util.Objects;

/** One line of the table. */
record Measure(Scenario scenario, String name, String unit, Target target) {
    Measure {
        Objects.requireNonNull(scenario);
        Objects.requireNonNull(name);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(target);
    }

    static Measure of(Scenario scenario, String name, String unit) {
        return new Measure(scenario, name, unit, Target.NONE);
    }

    Measure target(Target newTarget) {
        return new Measure(scenario, name, unit, newTarget);
    }
}
