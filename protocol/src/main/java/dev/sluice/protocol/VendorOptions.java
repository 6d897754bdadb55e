package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What the gateway has to know of that which a request says to one kind of upstream alone.
 *
 * @param conversation the upstream's own conversation to go on with, empty for none
 * @param urls that the upstream would fetch
 * @param instructions what counts like the instructions before a chat: where it changes, the
 *     upstream is sent them again; empty for nothing
 * @param isQuestion whether the upstream can answer it without any words
 */
public record VendorOptions(
        String conversation, List<FetchedUrl> urls, String instructions, boolean isQuestion) {
    public static final VendorOptions NONE = new VendorOptions("", List.of(), "", false);

    public VendorOptions {
        Objects.requireNonNull(conversation);
        urls = List.copyOf(urls);
        Objects.requireNonNull(instructions);
    }

    /** Without anybody's words. */
    @Override
    public String toString() {
        return "VendorOptions";
    }
}
