package dev.sluice.cli.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds in each of which every contender has its turn
 * @param warmUp of each server before its first round
 * @param window in which a steady load is measured
 * @param slowStreams held open at once
 * @param dropped streams of which some leave one by one, the rest at once
 * @param settle from the last slow stream's first event to the look at the memory
 * @param mappings among which look-ups are measured, beside those among a few
 */
record Extent(
        int rounds,
        Duration warmUp,
        Duration window,
        int slowStreams,
        int dropped,
        Duration settle,
        int mappings) {
    static final Extent FULL =
            new Extent(
                    5,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    5_000,
                    1_000,
                    Duration.ofSeconds(12),
                    10_000_000);
    static final Extent QUICK =
            new Extent(
                    2,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    1_000,
                    300,
                    Duration.ofSeconds(1),
                    100_000);

    Extent rounds(int newRounds) {
        return new Extent(newRounds, warmUp, window, slowStreams, dropped, settle, mappings);
    }

    Extent slowStreams(int newStreams) {
        return new Extent(rounds, warmUp, window, newStreams, dropped, settle, mappings);
    }

    Extent mappings(int newMappings) {
        return new Extent(rounds, warmUp, window, slowStreams, dropped, settle, newMappings);
    }
}
