package dev.sluice.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a client's program is to ask, in the words of the adapters. */
record Question(Map<String, Object> members) {
    /** Longer than an error event takes to arrive together with the end of its connection. */
    private static final double PAUSE_SECONDS = 0.4;

    Question {
        members = Map.copyOf(members);
    }

    static Question of(String model, String text) {
        return new Question(Map.of("model", model, "say", text, "stream", false));
    }

    Question streamed() {
        return with("stream", true);
    }

    /** Follows what was said before under the same name, as the program's own list of messages. */
    Question inHistory(String name) {
        return with("history", name);
    }

    /** Names the chat, by the header {@code X-Session-Id}. */
    Question inChat(String id) {
        return with("chat", id);
    }

    /** Names the person, in the way that the client's users do. */
    Question from(String person) {
        return with("person", person);
    }

    Question withKey(String key) {
        return with("key", key);
    }

    Question withTools() {
        return with("tools", true);
    }

    Question withPicture() {
        return with("picture", true);
    }

    /** Leaves the stream after the first piece. */
    Question leaving() {
        return with("leave", true);
    }

    /** Is busy for a while after the first piece, as a user interface may be. */
    Question pausing() {
        return with("pause", PAUSE_SECONDS);
    }

    /** Sets the client's own timeout. */
    Question waiting(int seconds) {
        return with("timeout", seconds);
    }

    /** As one line for the address and, where the question has none of its own, the key. */
    String line(String url, String key) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("url", url);
        all.putIfAbsent("key", key);
        return JsonMapper.shared().writeValueAsString(all);
    }

    private Question with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Question(more);
    }
}
