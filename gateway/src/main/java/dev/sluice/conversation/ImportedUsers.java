package dev.sluice.conversation;

import java.util.Objects;
import java.util.Optional;

/**
 * Under which names upstreams know the users of the system that imported conversations come from.
 *
 * @param prefix what that system wrote before the name of a user
 * @param shared the user of all requests that named none
 */
public record ImportedUsers(String prefix, String shared) {
    public ImportedUsers {
        Objects.requireNonNull(prefix);
        Objects.requireNonNull(shared);
    }

    /** The name of this user, unless nobody can show to be that one. */
    public Optional<String> of(String user) {
        return user.isEmpty() || user.equals(shared)
                ? Optional.empty()
                : Optional.of(prefix + user);
    }
}
