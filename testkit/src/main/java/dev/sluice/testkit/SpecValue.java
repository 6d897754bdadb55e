package dev.sluice.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the values of the command line. */
final class SpecValue {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private SpecValue() {}

    static int number(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw new UsageException("'" + value + "' is not a number; write digits, such as 40");
        }
        return Integer.parseInt(value);
    }

    static Duration time(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw new UsageException(
                    "'" + value + "' is not a time; write a number and ms, s or m, such as 30ms");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            // The pattern leaves nothing else.
            default -> Duration.ofMinutes(amount);
        };
    }

    /** The last part may hold the separator. */
    static List<String> parts(String value, String separator, int count) {
        List<String> parts = List.of(value.split(separator, count));
        if (parts.size() < count) {
            throw new UsageException(
                    "'%s' is not %d parts with %s between them".formatted(value, count, separator));
        }
        return parts;
    }

    static <E extends Enum<E>> E choice(Class<E> kind, String value) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(constant -> spelling(constant).equals(value))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("'" + value + "' is none of " + spellings(kind)));
    }

    static <E extends Enum<E>> String spellings(Class<E> kind) {
        return Arrays.stream(kind.getEnumConstants())
                .map(SpecValue::spelling)
                .collect(Collectors.joining(", "));
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
