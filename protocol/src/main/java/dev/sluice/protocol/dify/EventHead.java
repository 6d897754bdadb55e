package dev.sluice.protocol.dify;

import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.UpstreamId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * What every event of a stream is looked at for: its name, its text and where that is from, and
 * whose it is. Reads the whole event, so that half of one is never taken for one, but keeps nothing
 * else of it: steps of a workflow hold prompts and documents.
 */
final class EventHead {
    private static final JsonFactory JSON = new JsonFactory();

    private static final int MOST_TITLE_CHARS = 200;

    private final boolean withIds;
    private String name = "";
    private String text = "";
    private String source = "";
    private String node = "";
    private String title = "";
    private String task = "";
    private String message = "";
    private String run = "";
    private String conversation = "";

    private EventHead(boolean withIds) {
        this.withIds = withIds;
    }

    /**
     * @param withIds whether {@link #ids} is wanted: they are the same in every event of a stream
     * @throws JacksonException when the bytes are not one JSON object
     */
    static EventHead read(byte[] bytes, int from, int to, boolean withIds) {
        EventHead head = new EventHead(withIds);
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "not an object");
            }
            head.members(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something after the object");
            }
        }
        return head;
    }

    String name() {
        return name;
    }

    /** The delta or the whole new text, wherever this event has it; empty when it has none. */
    String text() {
        return text;
    }

    /** The node that the text is from; empty where there are no nodes. */
    String source() {
        return source;
    }

    /** The node that an event of a workflow is about; empty where there is none. */
    String node() {
        return node;
    }

    /** What the app's author calls the node; empty when the event is about none. */
    String title() {
        return title;
    }

    RunIds ids() {
        return new RunIds(task, message.isEmpty() ? run : message, conversation);
    }

    private void members(JsonParser parser) {
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            JsonToken value = parser.nextToken();
            switch (key) {
                case "event" -> name = string(parser, value);
                case "answer" -> text = string(parser, value);
                case "from_variable_selector" -> source = first(parser, value);
                case "data" -> data(parser, value);
                default -> {
                    // Most of what Dify sends is for its own front end.
                    if (!withIds || !id(key, parser, value)) {
                        parser.skipChildren();
                    }
                }
            }
        }
    }

    private boolean id(String key, JsonParser parser, JsonToken value) {
        switch (key) {
            case "task_id" -> task = UpstreamId.usable(string(parser, value));
            case "message_id" -> message = UpstreamId.usable(string(parser, value));
            case "workflow_run_id" -> run = UpstreamId.usable(string(parser, value));
            case "conversation_id" -> conversation = UpstreamId.usable(string(parser, value));
            default -> {
                // Not an id, and therefore the caller's.
                return false;
            }
        }
        return true;
    }

    private void data(JsonParser parser, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            JsonToken member = parser.nextToken();
            switch (key) {
                case "text", "reasoning" -> text = string(parser, member);
                case "from_variable_selector" -> source = first(parser, member);
                case "node_id" -> node = string(parser, member);
                case "title" -> title = beginning(string(parser, member));
                // Inputs, outputs and prompts of a step are nobody's business here.
                default -> parser.skipChildren();
            }
        }
    }

    private static String first(JsonParser parser, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            return string(parser, value);
        }
        JsonToken element = parser.nextToken();
        String first = element == JsonToken.VALUE_STRING ? parser.getString() : "";
        while (element != JsonToken.END_ARRAY) {
            parser.skipChildren();
            element = parser.nextToken();
        }
        return first;
    }

    /** A record keeps it, and nobody reads more. */
    private static String beginning(String title) {
        return title.substring(0, Math.min(title.length(), MOST_TITLE_CHARS));
    }

    private static String string(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return "";
    }
}
