package dev.sluice.access;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a key that was made at run time.
 *
 * @param ending its last characters
 * @param revoked when, or {@link #NEVER}
 */
public record ApiKey(String name, String ending, Grants grants, Instant created, Instant revoked) {
    /** The key is live. */
    public static final Instant NEVER = Instant.MAX;

    public ApiKey {
        Objects.requireNonNull(name);
        Objects.requireNonNull(ending);
        Objects.requireNonNull(grants);
        Objects.requireNonNull(created);
        Objects.requireNonNull(revoked);
    }

    public boolean live() {
        return revoked.equals(NEVER);
    }
}
