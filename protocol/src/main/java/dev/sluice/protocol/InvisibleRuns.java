package dev.sluice.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Long runs of characters of no width, in which OpenDify (memory mode 2, as of c75d927) hid the id
 * of Dify's conversation at the end of an answer. Nobody types forty of them, and no model should
 * be sent them.
 */
public final class InvisibleRuns {
    /** Each stands for a digit of three bits; two of them are a character of base64. */
    private static final String DIGITS = "\u200b\u200c\u200d\ufeff\u2060\u180e\u2061\u2062";

    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int SHORTEST = 40;
    private static final Pattern RUN = Pattern.compile("[" + DIGITS + "]{" + SHORTEST + ",}");

    /** Most characters of most texts are below all of them. */
    private static final char LOWEST = '\u180e';

    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private InvisibleRuns() {}

    /** The text without them. */
    public static String remove(String text) {
        return contains(text) ? RUN.matcher(text).replaceAll("") : text;
    }

    /** Whether the text has one. A pattern takes fifty times as long, which megabytes make felt. */
    public static boolean contains(String text) {
        int run = 0;
        for (int i = 0; i < text.length() && run < SHORTEST; i++) {
            char c = text.charAt(i);
            run = c >= LOWEST && DIGITS.indexOf(c) >= 0 ? run + 1 : 0;
        }
        return run >= SHORTEST;
    }

    /** The conversation whose id the last run of the text holds. */
    public static Optional<String> conversation(String text) {
        String last = "";
        for (Matcher runs = RUN.matcher(text); runs.find(); ) {
            last = runs.group();
        }
        String id = decoded(last);
        return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }

    private static String decoded(String run) {
        var base64 = new StringBuilder();
        for (int i = 0; i + 1 < run.length(); i += 2) {
            int high = DIGITS.indexOf(run.charAt(i));
            int low = DIGITS.indexOf(run.charAt(i + 1));
            base64.append(BASE64.charAt(high * DIGITS.length() + low));
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.toString());
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException _) {
            // A run of another origin.
            return "";
        }
    }
}
