package dev.sluice.access;

/** What is known of a key that a request came with. */
sealed interface Standing {

    /** It counts. */
    record Valid(Caller caller) implements Standing {}

    /** It counted once. */
    record Revoked(String name) implements Standing {}

    /** It was known when the keys were last read, and that is too long ago to say more. */
    record Unsure() implements Standing {}

    /** Nobody here made it. */
    record Unknown() implements Standing {}
}
