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
    private final BoundedSearch search = new BoundedSearch();
    private String round = "";
    private int roundBegins;
    private boolean heard;

    /** Whether more than blanks was said. */
    private boolean hasWords;

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
            hasWords = true;
            heard = true;
            unsaid.clear();
        }
    }

    void replaced(String whole) {
        said.setLength(0);
        said.append(whole);
        hasWords = !whole.isBlank();
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
        boolean repeats = !thought.isBlank() && search.contains(said, thought.strip());
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
        int round = Math.min(roundBegins, said.length());
        String rest = "";
        if (beginsWithSaid(message, 0)) {
            rest = message.substring(said.length());
        } else if (!hasWords) {
            rest = message;
        } else if (beginsWithSaid(message, round) && !said.substring(round).isBlank()) {
            rest = message.substring(said.length() - round);
        }
        said(rest);
        return rest;
    }

    /** Never costs more than the message is long, since what was said grows. */
    private boolean beginsWithSaid(String message, int from) {
        int length = said.length() - from;
        return length <= message.length()
                && CharSequence.compare(
                                message.subSequence(0, length),
                                said.subSequence(from, from + length))
                        == 0;
    }

    /** The thoughts that turned out to be the answer, to be said after what was. */
    String rest() {
        unsaid.values().removeIf(thought -> thought.isEmpty() || search.contains(said, thought));
        String rest = String.join("\n", unsaid.values());
        return !hasWords || rest.isEmpty() ? rest : "\n" + rest;
    }
}
