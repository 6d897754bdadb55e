package dev.sluice.compat.opendify;

import dev.sluice.access.ClientName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes names for upstreams out of the names of their models. Conversations are kept under them, so
 * a name depends on its model alone, and not on what else is configured.
 */
final class UpstreamNames {
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._:/-]+");

    /** Room for a digest behind it, within the 64 characters of a name. */
    private static final int LONGEST_STEM_CHARS = 57;

    private static final int DIGEST_BYTES = 3;

    private UpstreamNames() {}

    /** The model's name, or the like with a digest of it, where characters have to go. */
    static String of(String model) {
        String normal = ClientName.normal(model);
        if (ClientName.isValid(normal)) {
            return normal;
        }
        String safe = OTHER.matcher(normal).replaceAll("-").replaceAll("^-++|(?<!-)-++$", "");
        String stem = safe.isEmpty() ? "model" : safe;
        int length = Math.min(stem.codePointCount(0, stem.length()), LONGEST_STEM_CHARS);
        return stem.substring(0, stem.offsetByCodePoints(0, length)) + "-" + digest(normal);
    }

    private static String digest(String name) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** That name, or the like where a model has taken it. */
    static String free(String name, Set<String> taken) {
        var numbered = IntStream.iterate(2, n -> n + 1).mapToObj(n -> name + "-" + n);
        return Stream.concat(Stream.of(name), numbered)
                .filter(free -> !taken.contains(free))
                .findFirst()
                .orElseThrow();
    }
}
