package dev.sluice.protocol.dify;

import dev.sluice.protocol.ResponseHead;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many seconds an upstream, or the model provider behind it, wants to be left alone. */
final class RetryAfter {
    /** No wait is named. */
    static final int NONE = 0;

    /** Longer than this nobody waits, and a date may be of a clock that is wrong. */
    private static final int MAX_SECONDS = 3600;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{0,9})?");

    /**
     * As providers write it: "try again in 20s", "in 1m30s", "in 250ms", "retry after 7 seconds".
     */
    private static final Pattern WORDS =
            Pattern.compile(
                    "(?:try again in|retry after|retry in) (?:(?<minutes>\\d{1,3})m)?"
                            + "(?<number>\\d{1,6}(?:\\.\\d{1,9})?) ?(?<unit>ms|min)?",
                    Pattern.CASE_INSENSITIVE);

    private RetryAfter() {}

    /** The header {@code Retry-After}, as seconds or as a date by the upstream's own clock. */
    static int header(ResponseHead head) {
        String value = head.header("retry-after");
        if (SECONDS.matcher(value).matches()) {
            return bounded(Double.parseDouble(value));
        }
        try {
            return bounded((double) (date(value) - date(head.header("date"))));
        } catch (DateTimeException _) {
            // Neither is a header that everybody understands; it is as if there were none.
            return NONE;
        }
    }

    /** What a message says of it. */
    static int words(String message) {
        Matcher wait = WORDS.matcher(message);
        if (!wait.find()) {
            return NONE;
        }
        double minutes = number(wait.group("minutes"));
        double number = number(wait.group("number"));
        double seconds =
                switch (Objects.requireNonNullElse(wait.group("unit"), "s")) {
                    case "ms" -> number / 1000;
                    case "min" -> number * 60;
                    // Seconds, however they are spelt.
                    default -> number;
                };
        return bounded(minutes * 60 + seconds);
    }

    private static double number(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private static long date(String text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .parse(text)
                .getLong(ChronoField.INSTANT_SECONDS);
    }

    /** Rounded up, and never zero, which would mean that waiting does not help. */
    private static int bounded(double seconds) {
        return (int) Math.clamp(Math.ceil(seconds), 1, MAX_SECONDS);
    }
}
