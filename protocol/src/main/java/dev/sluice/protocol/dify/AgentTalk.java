package dev.sluice.protocol.dify;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an agent has said, and what it only thought. Its thoughts repeat what it said, except with
 * models that answer in one piece: there the last thought may be the only copy of the answer. So a
 * thought counts once the run is over, and only where no words came in its round or after it. A
 * later thought of the same round stands in for the earlier one.
 *
 * <p>The thoughts of the New Agent are its reasoning, and grow. At its end it repeats in one
 * message all that it said, or what it said in its last round.
 */
final class AgentTalk {
    private final StringBuilder said = new StringBuilder();
    private final Map<String, String> unsaid = new LinkedHashMap<>();
    private final Map<String, String> thoughts = new HashMap<>();
    private String round = "";
    private int roundBegins;
    private boolean heard;
    private boolean atWork;

    /** The thought that a round of the agent begins with names it. */
    String round() {
        return round;
    }

    /** An {@code agent_message}. */
    void said(String delta) {
        atWork = true;
        said.append(delta);
        if (!delta.isBlank()) {
            heard = true;
            unsaid.clear();
        }
    }

    void replaced(String whole) {
        said.setLength(0);
        said.append(whole);
        heard = true;
        unsaid.clear();
    }

    /** An {@code agent_thought}. */
    void thought(JsonNode event) {
        atWork = true;
        String of = event.path("id").asString("");
        if (!of.equals(round)) {
            round = of;
            roundBegins = said.length();
            heard = false;
        }
        if (!heard) {
            unsaid.put(round, event.path("thought").asString("").strip());
        }
    }

    /** What an {@code agent_thought} has that neither the text nor the one before it had. */
    String growth(JsonNode event) {
        String thought = event.path("thought").asString("");
        String before = thoughts.getOrDefault(round, "");
        boolean repeats = !thought.isBlank() && said.indexOf(thought.strip()) >= 0;
        if (repeats || before.startsWith(thought)) {
            return "";
        }
        thoughts.put(round, thought);
        return thought.startsWith(before) ? thought.substring(before.length()) : thought;
    }

    /** What a message adds to what an agent has said: all of it, if no agent has. */
    String beyondSaid(String message) {
        if (!atWork) {
            return message;
        }
        String all = said.toString();
        String ofRound = all.substring(Math.min(roundBegins, all.length()));
        String rest = "";
        if (message.startsWith(all)) {
            rest = message.substring(all.length());
        } else if (all.isBlank()) {
            rest = message;
        } else if (!ofRound.isBlank() && message.startsWith(ofRound)) {
            rest = message.substring(ofRound.length());
        }
        said(rest);
        return rest;
    }

    /** The thoughts that turned out to be the answer, to be said after what was. */
    String rest() {
        unsaid.values().removeIf(thought -> thought.isEmpty() || said.indexOf(thought) >= 0);
        String rest = String.join("\n", unsaid.values());
        return said.toString().isBlank() || rest.isEmpty() ? rest : "\n" + rest;
    }
}
