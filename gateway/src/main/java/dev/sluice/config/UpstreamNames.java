package dev.sluice.config;

import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes names for upstreams out of the names of their models. */
final class UpstreamNames {
    // Room for a number behind it, within the 64 characters of a name.
    private static final int LONGEST_CHARS = 58;

    private UpstreamNames() {}

    /** A valid name like the model's that is not taken yet. */
    static String free(String model, Set<String> taken) {
        String safe = model.replaceAll("[^A-Za-z0-9._:/-]+", "-").replaceAll("^-++|(?<!-)-++$", "");
        String name = safe.isEmpty() ? "model" : safe;
        String stem = name.substring(0, Math.min(name.length(), LONGEST_CHARS));
        var numbered = IntStream.iterate(2, n -> n + 1).mapToObj(n -> stem + "-" + n);
        return Stream.concat(Stream.of(stem), numbered)
                .filter(free -> !taken.contains(free))
                .findFirst()
                .orElseThrow();
    }
}
