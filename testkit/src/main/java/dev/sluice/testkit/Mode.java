package dev.sluice.testkit;

/** What kind of Dify app is simulated. */
public enum Mode {
    CHAT("chat"),
    /** Answers with tools; refuses to answer in one piece. */
    AGENT_CHAT("agent-chat"),
    /** A chatflow: a conversation played on a canvas. */
    ADVANCED_CHAT("advanced-chat"),
    COMPLETION("completion"),
    WORKFLOW("workflow"),
    /** The New Agent of 1.15; refuses to answer in one piece. */
    AGENT("agent");

    private final String wireName;

    Mode(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** Whether its runs belong to conversations. */
    boolean converses() {
        return this != COMPLETION && this != WORKFLOW;
    }

    /** Whether it is a graph of nodes, whose events it tells. */
    boolean isCanvas() {
        return this == ADVANCED_CHAT || this == WORKFLOW;
    }

    /** Whether its answer comes as {@code agent_message}. */
    boolean isAgent() {
        return this == AGENT_CHAT || this == AGENT;
    }
}
