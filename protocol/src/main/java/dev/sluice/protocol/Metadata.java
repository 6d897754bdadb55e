package dev.sluice.protocol;

import java.util.Objects;

/**
 * What a front end says about a request beside it.
 *
 * @param user the name of the front end's user, empty when it is not told
 * @param chat the name of the front end's chat, empty when it is not told
 */
public record Metadata(String user, String chat) {
    public static final Metadata NONE = new Metadata("", "");

    public Metadata {
        Objects.requireNonNull(user);
        Objects.requireNonNull(chat);
    }

    /** Without the names, which are a person's affair. */
    @Override
    public String toString() {
        return "Metadata";
    }
}
