package dev.sluice.protocol.dify;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an agent has said, and what it only thought. Its thoughts repeat what it said, except with
 * models that answer in one piece: there the last thought may be the only copy of the answer. So a
 * thought counts once the run is over, and only where no text came in its round or after it. A
 * later thought of the same round stands in for the earlier one.
 *
 * <p>The New Agent repeats in one message at its end all that it said.
 */
final class AgentTalk {
    private final StringBuilder said = new StringBuilder();
    private final Map<String, String> unsaid = new LinkedHashMap<>();
    private String round = "";
    private boolean heard;
    private boolean atWork;

    /** The thought that a round of the agent begins with names it. */
    String round() {
        return round;
    }

    /** An {@code agent_message}. */
    void said(String delta) {
        atWork = true;
        if (!delta.isEmpty()) {
            said.append(delta);
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
            heard = false;
        }
        if (!heard) {
            unsaid.put(round, event.path("thought").asString("").strip());
        }
    }

    /** What a message adds to what an agent has said: all of it, if no agent has. */
    String beyondSaid(String message) {
        if (!atWork || said.isEmpty()) {
            unsaid.clear();
            return message;
        }
        String all = said.toString();
        String rest = message.startsWith(all) ? message.substring(all.length()) : "";
        said(rest);
        return rest;
    }

    /** The thoughts that turned out to be the answer, to be said after what was. */
    String rest() {
        unsaid.values().removeIf(thought -> said.indexOf(thought) >= 0);
        String rest = String.join("\n", unsaid.values());
        return said.isEmpty() || rest.isEmpty() ? rest : "\n" + rest;
    }
}
