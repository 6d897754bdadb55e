package dev.sluice.protocol;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes secrets out of words that came from outside: some proxies repeat a whole request in an
 * error, its key among it. Knows some secrets by themselves, and others by how they look. Every
 * repetition is bounded or possessive, since the text is somebody else's.
 */
public final class SecretMask {
    /** Knows none by itself. */
    public static final SecretMask LOOKS = new SecretMask(List.of(), List::of);

    /** What a client gets to see of a stranger's words. */
    private static final int MOST_CHARS = 300;

    /** Of words that are longer the rest is not looked at, and not shown. */
    private static final int READ_CHARS = 8 * 1024;

    /** A shorter one is no secret, and would be found in every word. */
    private static final int LEAST_CHARS = 4;

    private static final String VALUE = "[^\\s\"'&,;)}\\]]{4,500}+";

    /** A word that begins like a secret and is none has neither digits nor length. */
    private static final String RANDOM = "(?=[A-Za-z_-]{0,40}+[0-9]|[\\w-]{20})";

    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)\\b(bearer|basic)(?:[ \\t+]|%20){1,8}+" + VALUE);

    /** Keys of Dify's apps and of model providers. */
    private static final Pattern KEYS =
            Pattern.compile("\\b(app|dataset|sk)-" + RANDOM + "[\\w-]{4,500}+");

    /** Secrets that are named, as in a query, a header or JSON. */
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)\\b((?:x-)?api[_-]?key|(?:access|auth)[_-]?token|token|secret|password"
                            + "|passwd|(?<=[?&])(?:key|sign|signature))"
                            + "([\"']?[ \\t]?[=:][ \\t]?[\"']?)"
                            + RANDOM
                            + VALUE);

    private static final Pattern USER_INFO =
            Pattern.compile("//[^\\s/@:\"']{0,100}+:[^\\s/@\"']{0,200}+@");

    private final List<String> own;
    private final Supplier<List<String>> others;

    /**
     * Finds these secrets whatever they look like.
     *
     * @param others those of today's configuration, which a reload may change
     */
    public SecretMask(List<String> own, Supplier<List<String>> others) {
        this.own = List.copyOf(own);
        this.others = others;
    }

    /** The beginning of the text, without secrets. */
    public String masked(String text) {
        String masked = text.substring(0, Math.min(text.length(), READ_CHARS));
        masked = without(others.get(), without(own, masked));
        masked = USER_INFO.matcher(masked).replaceAll("//…@");
        masked = CREDENTIALS.matcher(masked).replaceAll("$1 …");
        masked = KEYS.matcher(masked).replaceAll("$1-…");
        return NAMED.matcher(masked).replaceAll("$1$2…");
    }

    private static String without(List<String> secrets, String text) {
        String without = text;
        for (String secret : secrets) {
            without = secret.length() < LEAST_CHARS ? without : without.replace(secret, "…");
        }
        return without;
    }

    /** A short line, for a message. */
    public String line(String text) {
        String line = Unprintable.replaced(masked(text), " ").strip();
        return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS - 1) + "…";
    }
}
