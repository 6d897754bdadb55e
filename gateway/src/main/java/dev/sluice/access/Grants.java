package dev.sluice.access;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a key may do.
 *
 * @param speaksForUsers whether the names of users that come with it are believed
 * @param traits of the program it is for
 */
public record Grants(Set<Permission> permissions, boolean speaksForUsers, ClientTraits traits) {
    /** Sees the models and uses them. */
    public static final Grants CHAT = new Grants(Set.of(Permission.MODELS, Permission.CHAT), false);

    /** May do everything. */
    public static final Grants ALL =
            new Grants(EnumSet.complementOf(EnumSet.of(Permission.PUBLIC)), false);

    public Grants {
        permissions = Set.copyOf(permissions);
        Objects.requireNonNull(traits);
    }

    /** For any program. */
    public Grants(Set<Permission> permissions, boolean speaksForUsers) {
        this(permissions, speaksForUsers, ClientTraits.NONE);
    }

    public Grants and(Permission permission) {
        var more = EnumSet.of(permission);
        more.addAll(permissions);
        return new Grants(more, speaksForUsers, traits);
    }

    public Grants speakingForUsers() {
        return new Grants(permissions, true, traits);
    }

    /** The same for that program. */
    public Grants forProgram(ClientTraits program) {
        return new Grants(permissions, speaksForUsers, program);
    }

    Caller to(String name) {
        return new Caller(name, permissions, speaksForUsers, traits);
    }
}
