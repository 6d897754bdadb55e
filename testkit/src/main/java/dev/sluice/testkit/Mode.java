package dev.sluice.testkit;

/** What kind of Dify app is simulated. */
public enum Mode {
    CHAT("chat"),
    WORKFLOW("workflow");

    private final String wireName;

    Mode(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
