package dev.sluice.protocol.openai;

/** Where in the messages a reader is; spelt out only where something there is to be named. */
final class PartPath {
    private int message = -1;
    private int part;

    void nextMessage() {
        message++;
        part = -1;
    }

    void nextPart() {
        part++;
    }

    /** How many messages stand before this one. */
    int message() {
        return message;
    }

    String ofMessage() {
        return "messages[" + message + "]";
    }

    String ofContent() {
        return ofMessage() + ".content";
    }

    String ofPart() {
        return ofContent() + "[" + part + "]";
    }
}
