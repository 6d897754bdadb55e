package dev.sluice.acceptance;

import tools.jackson.databind.JsonNode;

/**
 * What a client's program got to see.
 *
 * @param finish the finish reason, or empty
 * @param tokens the total of the usage, or 0 where the client shows none
 * @param error the error, of which nothing is set where there was none
 * @param impossible why the client cannot do what was asked, or empty
 */
record Seen(String text, String finish, int tokens, Problem error, String impossible) {
    /** An error as the client raised it; the status is 0 where the client tells none. */
    record Problem(String type, String message, int status) {
        private static final int SHOWN = 160;

        String brief() {
            String line = message.strip().replaceAll("\\s+", " ");
            String cut = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
            return type + ": " + cut;
        }
    }

    static Seen read(JsonNode answer) {
        JsonNode error = answer.path("error");
        return new Seen(
                answer.path("text").asString(""),
                answer.path("finish").asString(""),
                answer.path("usage").path(2).asInt(0),
                new Problem(
                        error.path("type").asString(""),
                        error.path("message").asString(""),
                        error.path("status").asInt(0)),
                answer.path("impossible").asString(""));
    }

    boolean failed() {
        return !error.type().isEmpty();
    }
}
