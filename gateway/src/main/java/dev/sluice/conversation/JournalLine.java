package dev.sluice.conversation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mapping that waits in the journal, as one line of JSON. Lines without a version were written
 * when a chat had one conversation, and are read too.
 */
final class JournalLine {
    private static final int VERSION = 2;
    private static final JsonMapper MAPPER = new JsonMapper();

    private JournalLine() {}

    static String write(Mapping mapping) {
        ChatKey key = mapping.key();
        Past past = mapping.past();
        ObjectNode line = MAPPER.createObjectNode();
        line.put("version", VERSION)
                .put("id", mapping.id())
                .put("tenant", key.tenant())
                .put("client", key.client())
                .put("app", key.app())
                .put("user", key.user())
                .put("chat", key.chat())
                .put("model", key.model())
                .put("source", mapping.source())
                .put("conversation", mapping.conversation())
                .put("upstream_user", mapping.upstreamUser())
                .put("turns", past.turns())
                .put("earlier", past.earlier())
                .put("last", past.last())
                .put("recent", past.recent())
                .put("answer", past.answer().start())
                .put("whole_answer", past.answer().whole())
                .put("endings", past.endings())
                .put("instructions", past.instructions())
                .put("message_id", past.messageId())
                .put("created_at", mapping.createdAtMillis())
                .put("used_at", mapping.usedAtMillis());
        return line.toString();
    }

    /** Nothing may be missing: half a mapping would lead a chat astray. */
    static Mapping read(byte[] text) {
        JsonNode line = MAPPER.readTree(text);
        boolean before = !line.has("version");
        if (!before && line.required("version").intValue() != VERSION) {
            throw new IllegalArgumentException("a version that is not known");
        }
        var key =
                new ChatKey(
                        string(line, "tenant"),
                        string(line, "client"),
                        string(line, "app"),
                        string(line, "user"),
                        string(line, "chat"),
                        before ? "" : string(line, "model"));
        return new Mapping(
                before ? idBefore(line, key) : string(line, "id"),
                key,
                string(line, "source"),
                string(line, "conversation"),
                string(line, "upstream_user"),
                past(line, before),
                line.required("created_at").longValue(),
                line.required("used_at").longValue());
    }

    /** One that must not take the place of what the database had has a place of its own. */
    private static String idBefore(JsonNode line, ChatKey key) {
        return line.required("only_if_absent").booleanValue()
                ? Mapping.idOf(key, string(line, "conversation"))
                : key.id();
    }

    private static Past past(JsonNode line, boolean before) {
        String whole = before ? "" : string(line, "whole_answer");
        return new Past(
                line.required("turns").intValue(),
                string(line, "earlier"),
                string(line, "last"),
                new AnswerDigest(string(line, "answer"), whole),
                before ? "" : string(line, "recent"),
                line.path("endings").asString(""),
                line.path("instructions").asString(""),
                before ? "" : string(line, "message_id"));
    }

    private static String string(JsonNode line, String name) {
        return line.required(name).stringValue();
    }
}
