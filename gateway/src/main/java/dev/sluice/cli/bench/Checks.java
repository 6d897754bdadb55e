package dev.sluice.cli.bench;

import dev.sluice.testkit.load.Tally;
import java.time.Duration;

/** A number is only worth something when every answer was a whole one. */
final class Checks {
    private Checks() {}

    static void sound(Tally tally, Scenario scenario, Contender contender) {
        if (!tally.sound()) {
            throw new BenchFailedException(
                    "%s through %s: %d streams broke and %d requests were refused; nothing of this scenario counts"
                            .formatted(
                                    scenario, contender.label(), tally.broken(), tally.refused()));
        }
    }

    static BenchFailedException late(Scenario scenario, Contender contender, Duration limit) {
        return new BenchFailedException(
                "%s through %s: not every stream had begun after %d s; nothing of this scenario counts"
                        .formatted(scenario, contender.label(), limit.toSeconds()));
    }
}
