package dev.sluice.access;

/** What a client should know of how it names its users and chats. */
public enum IdentityWarning {
    /** The user it names is not believed. */
    USER_IGNORED("a front end names users and is not believed"),
    /** It is a front end, which has users, and names none. */
    USER_UNKNOWN("a front end does not name its users"),
    /** It is a front end, which has chats, and names none. */
    CHAT_ID_MISSING("a front end does not name its chats"),
    /** It sends a name as a template that it has not filled in. */
    IDENTITY_TEMPLATE("a front end sends templates in the place of names");

    private final String told;

    IdentityWarning(String told) {
        this.told = told;
    }

    /** As it is printed: {@code USER-IGNORED}. */
    public String id() {
        return name().replace('_', '-');
    }

    /** For the log. */
    String told() {
        return told;
    }
}
