package dev.sluice.protocol;

import java.util.Objects;

/**
 * Whom a request comes from, and what it belongs to.
 *
 * @param user the name the client gave its user, empty when it gave none
 * @param conversation the upstream's conversation to go on with, empty for a new one
 */
public record Origin(String user, Metadata metadata, String conversation) {
    public static final Origin UNKNOWN = new Origin("", Metadata.NONE, "");

    public Origin {
        Objects.requireNonNull(user);
        Objects.requireNonNull(metadata);
        Objects.requireNonNull(conversation);
    }

    /** In no conversation of an upstream's yet. */
    public Origin(String user, Metadata metadata) {
        this(user, metadata, "");
    }

    /** Without the names, which are a person's affair. */
    @Override
    public String toString() {
        return "Origin";
    }
}
