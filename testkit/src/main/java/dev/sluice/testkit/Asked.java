package dev.sluice.testkit;

import tools.jackson.databind.JsonNode;

/** What a run was asked for, once its body is known to be well formed. */
record Asked(SimulatedApp app, HttpCall call, String user, JsonNode body) {
    /** What a workflow or a completion is asked is one of its inputs. */
    String query() {
        // A server cannot store that character.
        String query = body.path("query").asString("").replace("\0", "");
        if (!query.isEmpty() || app.mode().converses()) {
            return query;
        }
        for (JsonNode input : inputs()) {
            if (input.isString()) {
                return input.stringValue();
            }
        }
        return "";
    }

    JsonNode inputs() {
        return body.path("inputs");
    }

    JsonNode files() {
        return body.path("files");
    }

    /** Empty for a new conversation. */
    String conversation() {
        return app.mode().converses() ? body.path("conversation_id").asString("").strip() : "";
    }

    boolean streaming() {
        String byDefault = app.mode() == Mode.AGENT ? "streaming" : "blocking";
        return body.path("response_mode").asString(byDefault).equals("streaming");
    }

    /** Neither key nor question. */
    @Override
    public String toString() {
        return "Asked[" + call + "]";
    }
}
