package dev.sluice.registry;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * When upstreams are asked what they are.
 *
 * @param answer how long one answer may take
 * @param firstRetry after the first failure; each further one doubles it
 * @param longestRetry no failure makes it longer
 * @param refresh how old facts may become
 */
public record ProbeIntervals(
        Duration answer, Duration firstRetry, Duration longestRetry, Duration refresh) {
    public static final ProbeIntervals DEFAULT =
            new ProbeIntervals(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5));

    private static final int DOUBLINGS = 16;

    public ProbeIntervals {
        Objects.requireNonNull(answer);
        Objects.requireNonNull(firstRetry);
        Objects.requireNonNull(longestRetry);
        Objects.requireNonNull(refresh);
    }

    /** Between a half and the whole of it, so that gateways and upstreams do not ask in step. */
    Duration retry(int failures, RandomGenerator chance) {
        Duration doubled = firstRetry.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS));
        return spread(doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry, chance);
    }

    /** Before the facts are too old. */
    Duration refresh(RandomGenerator chance) {
        return spread(refresh, chance);
    }

    private static Duration spread(Duration longest, RandomGenerator chance) {
        long millis = Math.max(2, longest.toMillis());
        return Duration.ofMillis(chance.nextLong(millis / 2, millis + 1));
    }
}
