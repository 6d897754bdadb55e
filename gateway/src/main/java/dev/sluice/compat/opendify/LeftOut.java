package dev.sluice.compat.opendify;

/** Why a remembered conversation is not taken over. */
enum LeftOut {
    DEFAULT_USER("belong to default_user, whom everybody shared who had no name"),
    USER_KEY("are kept for a user (u:), so that all chats of one user would meet in them"),
    FIRST_MESSAGE_KEY(
            "are kept for a first message (m:), so that everybody who begins alike would meet in them"),
    OTHER_KEY("are kept for what is no session (h:)"),
    REPEATED("stand in a second place, with the same or a newer use"),
    EMPTY_CHAT("have an empty id of the chat"),
    LONG_CHAT("have an id of the chat with more than 200 characters"),
    BROKEN_CHAT("have an id of the chat with control characters"),
    NO_CONVERSATION("have an id of the conversation that is no UUID");

    private final String why;

    LeftOut(String why) {
        this.why = why;
    }

    /** What is said of such conversations, after their number. */
    String why() {
        return why;
    }
}
