package dev.sluice.conversation;

/** How well the history of a request repeats what is remembered of a conversation. */
enum Fit {
    /** It does not. */
    NONE,
    /** It is an end of it, as of a client that sends only the last messages. */
    TRIMMED,
    /** All of it, and the last answer begins alike. */
    START,
    /** All of it, and the last answer is equal to its end; the newest question may be wrapped. */
    WHOLE,
    /** The same, and the newest question is equal too. */
    EXACT
}
