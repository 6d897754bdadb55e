package dev.sluice.access;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the secret key as people write it, and refuses what others could know. */
final class SecretText {
    static final int BYTES = 32;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    /** What the published defaults of other systems say; chance does not write such words. */
    private static final Pattern PUBLISHED =
            Pattern.compile("secret|change|insecure|password|example|default|django");

    /** Of the 31 steps between random bytes about 29 differ. */
    private static final int FEWEST_STEPS = 16;

    private static final String MAKE_ONE = "; make one with `openssl rand -hex 32`";

    private SecretText() {}

    static String write(byte[] secret) {
        return HexFormat.of().formatHex(secret);
    }

    /**
     * Reads hexadecimal digits or base64.
     *
     * @param where it stands, for messages
     */
    static byte[] read(String where, String written) {
        String text = written.strip();
        if (PUBLISHED.matcher(text.toLowerCase(Locale.ROOT)).find()) {
            throw isPublic(where);
        }
        byte[] secret = decoded(where, text);
        if (secret.length < BYTES) {
            throw new AccessException(
                    "the secret key in %s has %d bits and needs at least %d%s"
                            .formatted(
                                    where, secret.length * Byte.SIZE, BYTES * Byte.SIZE, MAKE_ONE));
        }
        if (isTrivial(secret)) {
            throw isPublic(where);
        }
        return secret;
    }

    private static byte[] decoded(String where, String text) {
        try {
            // Digits first: read as base64 they would seem to hold more than they do.
            return HEX.matcher(text).matches()
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException _) {
            throw new AccessException(
                    "the secret key in "
                            + where
                            + " is neither hexadecimal digits nor base64"
                            + MAKE_ONE);
        }
    }

    /** Repeats itself, or counts: goes from byte to byte in ever the same steps. */
    private static boolean isTrivial(byte[] secret) {
        long steps =
                IntStream.range(1, secret.length)
                        .map(at -> secret[at] - secret[at - 1])
                        .distinct()
                        .count();
        return steps < FEWEST_STEPS;
    }

    private static AccessException isPublic(String where) {
        return new AccessException(
                "SECRET-PUBLIC: the secret key in "
                        + where
                        + " is one that others know or can guess; remove it, and one is made in"
                        + " the state folder, or make one with `openssl rand -hex 32`");
    }
}
