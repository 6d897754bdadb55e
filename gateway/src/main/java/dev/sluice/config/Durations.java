package dev.sluice.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as the file spells them: {@code 250ms 5s 2m 1h off}. */
final class Durations {
    private static final Pattern SPELLING = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern BARE_NUMBER = Pattern.compile("\\d+");
    private static final String OFF = "off";

    private Durations() {}

    static String text(Duration duration) {
        if (duration.isZero()) {
            return OFF;
        }
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The duration, zero for {@code off} and for what has just been reported. */
    static Duration read(Value value, Findings findings) {
        String text = value.text();
        if (text.equals(OFF)) {
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
            // The pattern leaves only hours.
            default -> Duration.ofHours(amount);
        };
    }

    private static String refusal(Value value) {
        return BARE_NUMBER.matcher(value.text()).matches()
                ? ", a number without a unit; add one, such as s for seconds"
                : "; write a number and ms, s, m or h, such as 30s, or off";
    }
}
