package dev.sluice.protocol.dify;

import java.util.regex.Pattern;

/** Takes keys out of an upstream's words, which some proxies repeat the request in. */
final class Secrets {
    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(bearer|basic) [^\\s\"',;)}\\]]{4,500}+");

    /**
     * Keys of Dify's apps and of model providers; a word that begins so has neither digits nor
     * length.
     */
    private static final Pattern KEYS =
            Pattern.compile(
                    "\\b(app|dataset|sk)-(?=[A-Za-z_-]{0,40}+[0-9]|[\\w-]{20})[\\w-]{4,500}+");

    private final String key;

    /**
     * Knows one secret by itself, and others by how they look.
     *
     * @param key the upstream's own
     */
    Secrets(String key) {
        this.key = key;
    }

    String masked(String text) {
        String known = key.isEmpty() ? text : text.replace(key, "…");
        return KEYS.matcher(BEARER.matcher(known).replaceAll("$1 …")).replaceAll("$1-…");
    }
}
