package dev.sluice.protocol.openai;

/** Thoughts inside of the text, each run of them between two tags. */
final class ThinkTags {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private boolean thinking;

    /** A thought, and the tag before it where it is the first. */
    String thought(String delta) {
        if (thinking || delta.isEmpty()) {
            return delta;
        }
        thinking = true;
        return OPEN + delta;
    }

    /** What ends the thoughts before something else follows; empty where there are none. */
    String close() {
        if (!thinking) {
            return "";
        }
        thinking = false;
        return CLOSE + "\n\n";
    }
}
