package dev.sluice.cli.bench;

/** What a measure is meant to reach. */
sealed interface Target {
    record None() implements Target {}

    /** In the measure's own unit. */
    record AtMost(double limit) implements Target {}

    /** As a multiple of what nginx takes. */
    record TimesNginx(double limit) implements Target {}

    Target NONE = new None();
}
