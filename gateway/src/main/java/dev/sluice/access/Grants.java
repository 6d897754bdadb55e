package dev.sluice.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a key may do.
 *
 * @param speaksForUsers whether the names of users that come with it are believed
 */
public record Grants(Set<Permission> permissions, boolean speaksForUsers) {
    /** Sees the models and uses them. */
    public static final Grants CHAT = new Grants(Set.of(Permission.MODELS, Permission.CHAT), false);

    /** May do everything. */
    public static final Grants ALL =
            new Grants(EnumSet.complementOf(EnumSet.of(Permission.PUBLIC)), false);

    public Grants {
        permissions = Set.copyOf(permissions);
    }

    public Grants and(Permission permission) {
        var more = EnumSet.of(permission);
        more.addAll(permissions);
        return new Grants(more, speaksForUsers);
    }

    public Grants speakingForUsers() {
        return new Grants(permissions, true);
    }

    Caller to(String name) {
        return new Caller(name, permissions, speaksForUsers);
    }
}
