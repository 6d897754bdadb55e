package dev.sluice.conversation;

import dev.sluice.conversation.Journal.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An entry of the journal as one line of JSON. */
final class JournalLine {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JournalLine() {}

    static String write(Entry entry) {
        Mapping mapping = entry.mapping();
        ChatKey key = mapping.key();
        Past past = mapping.past();
        ObjectNode line = MAPPER.createObjectNode();
        line.put("only_if_absent", entry.onlyIfAbsent())
                .put("tenant", key.tenant())
                .put("client", key.client())
                .put("app", key.app())
                .put("user", key.user())
                .put("chat", key.chat())
                .put("source", mapping.source())
                .put("conversation", mapping.conversation())
                .put("upstream_user", mapping.upstreamUser())
                .put("turns", past.turns())
                .put("first", past.first())
                .put("earlier", past.earlier())
                .put("last", past.last())
                .put("answer", past.answer())
                .put("sends_history", past.sendsHistory())
                .put("created_at", mapping.createdAtMillis())
                .put("used_at", mapping.usedAtMillis());
        return line.toString();
    }

    /** Nothing may be missing: half a mapping would lead a chat astray. */
    static Entry read(byte[] text) {
        JsonNode line = MAPPER.readTree(text);
        var key =
                new ChatKey(
                        string(line, "tenant"),
                        string(line, "client"),
                        string(line, "app"),
                        string(line, "user"),
                        string(line, "chat"));
        var past =
                new Past(
                        line.required("turns").intValue(),
                        string(line, "first"),
                        string(line, "earlier"),
                        string(line, "last"),
                        string(line, "answer"),
                        line.required("sends_history").booleanValue());
        var mapping =
                new Mapping(
                        key,
                        string(line, "source"),
                        string(line, "conversation"),
                        string(line, "upstream_user"),
                        past,
                        line.required("created_at").longValue(),
                        line.required("used_at").longValue());
        return new Entry(mapping, line.required("only_if_absent").booleanValue());
    }

    private static String string(JsonNode line, String name) {
        return line.required(name).stringValue();
    }
}
