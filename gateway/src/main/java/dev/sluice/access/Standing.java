package dev.sluice.access;

/** What is known of a key that a request came with. */
sealed interface Standing {

    /** It counts. */
    record Valid(Caller caller) implements Standing {}

    /** It counted once. */
    record Revoked(String name) implements Standing {}

    /** The keys were last read too long ago to say, or not at all since the start. */
    record Unsure() implements Standing {}

    /** Nobody here made it. */
    record Unknown() implements Standing {}
}
