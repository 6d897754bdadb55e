package dev.sluice.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A key that was just made: the only moment at which anybody sees it.
 *
 * @param key as clients send it
 */
public record NewKey(String name, String key) {
    /** By which people, and tools that look for leaked secrets, know it. */
    static final String PREFIX = "sk-sluice-";

    private static final int BYTES = 32;
    private static final int ENDING = 4;

    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    public NewKey {
        Objects.requireNonNull(name);
        Objects.requireNonNull(key);
    }

    /** Whether a key that a gateway made could read so. */
    static boolean hasForm(String key) {
        return FORM.matcher(key).matches();
    }

    static NewKey random(String name, RandomGenerator chance) {
        byte[] random = new byte[BYTES];
        chance.nextBytes(random);
        return new NewKey(
                name, PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** Enough to recognise the key by, and too little to guess it. */
    String ending() {
        return key.substring(key.length() - ENDING);
    }

    String digest(Secrets secrets) {
        return secrets.digest(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name;
    }
}
