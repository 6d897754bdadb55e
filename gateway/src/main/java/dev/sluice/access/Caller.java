package dev.sluice.access;

import java.util.Objects;
import java.util.Set;

/**
 * Who is calling.
 *
 * @param name of the key, or {@code open}
 * @param speaksForUsers whether the names of users it sends are believed
 * @param traits of the program that uses the key
 */
public record Caller(
        String name, Set<Permission> permissions, boolean speaksForUsers, ClientTraits traits) {
    /** Whoever comes to what is public. */
    public static final Caller NOBODY = new Caller("", Set.of(), false);

    /** Whoever comes without a key in open mode. */
    public static final Caller OPEN =
            new Caller("open", Set.of(Permission.MODELS, Permission.CHAT, Permission.STATUS), true);

    public Caller {
        Objects.requireNonNull(name);
        permissions = Set.copyOf(permissions);
        Objects.requireNonNull(traits);
    }

    /** Of a program of which nothing is known. */
    public Caller(String name, Set<Permission> permissions, boolean speaksForUsers) {
        this(name, permissions, speaksForUsers, ClientTraits.NONE);
    }

    /** The same with other traits. */
    public Caller with(ClientTraits others) {
        return new Caller(name, permissions, speaksForUsers, others);
    }

    public boolean may(Permission permission) {
        return permission == Permission.PUBLIC || permissions.contains(permission);
    }
}
