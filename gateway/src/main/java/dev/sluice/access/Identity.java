package dev.sluice.access;

import java.util.Objects;

/** Whose words a request brings, and what became of the user it names. */
public record Identity(Speaker speaker, Naming naming) {
    /** What became of the user that a request names. */
    public enum Naming {
        /** It names none. */
        ABSENT,
        BELIEVED,
        /** The key may not speak for users. */
        NOT_ALLOWED,
        /** Only tokens are believed, and it has none. */
        NOT_SIGNED
    }

    public Identity {
        Objects.requireNonNull(speaker);
        Objects.requireNonNull(naming);
    }

    static Identity of(Caller caller, String user) {
        return new Identity(
                new Speaker(caller.name(), user), user.isEmpty() ? Naming.ABSENT : Naming.BELIEVED);
    }

    /** The client speaks for itself, whomever it has named. */
    static Identity alone(Caller caller, Naming naming) {
        return new Identity(new Speaker(caller.name(), ""), naming);
    }

    /** Whether a user was named and not believed. */
    public boolean ignored() {
        return switch (naming) {
            case ABSENT, BELIEVED -> false;
            case NOT_ALLOWED, NOT_SIGNED -> true;
        };
    }
}
