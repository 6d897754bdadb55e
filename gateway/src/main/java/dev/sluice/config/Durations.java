package dev.sluice.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as the file spells them: {@code 250ms 5s 2m 1h 30d off}. */
final class Durations {
    private static final Pattern SPELLING = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern BARE_NUMBER = Pattern.compile("\\d+");
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private Durations() {}

    static String text(Duration duration) {
        if (duration.isZero()) {
            return Value.OFF;
        }
        long millis = duration.toMillis();
        if (millis % DAY_MILLIS == 0) {
            return millis / DAY_MILLIS + "d";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The duration, zero for {@code off} and for what has just been reported. */
    static Duration read(Value value, Findings findings) {
        String text = value.text();
        if (text.equals(Value.OFF)) {
            return Duration.ZERO;
        }
        var match = SPELLING.matcher(text);
        if (!match.matches()) {
            findings.problem(value, "is " + value.shown() + refusal(value));
            return Duration.ZERO;
        }
        long amount = Long.parseLong(match.group(1));
        if (amount == 0) {
            findings.problem(value, "is " + value.shown() + "; write off");
        }
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            // The pattern leaves only days.
            default -> Duration.ofDays(amount);
        };
    }

    private static String refusal(Value value) {
        return BARE_NUMBER.matcher(value.text()).matches()
                ? ", a number without a unit; add one, such as s for seconds"
                : "; write a number and ms, s, m, h or d, such as 30s, or off";
    }
}
