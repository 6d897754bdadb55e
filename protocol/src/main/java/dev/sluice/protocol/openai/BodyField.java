package dev.sluice.protocol.openai;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One member of a body, looked up by a name that the configuration gives. */
public final class BodyField {
    private BodyField() {}

    /**
     * Its text, empty when it is absent or no text.
     *
     * @param body a JSON object, checked already
     * @param path the names of nested members with points between them, such as {@code
     *     metadata.thread}
     */
    public static String text(byte[] body, String path) {
        try (JsonParser parser = JsonMembers.parser(body)) {
            for (String name : path.split("\\.", -1)) {
                if (!enter(parser, name)) {
                    return "";
                }
            }
            return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
        }
    }

    /** From before an object to the value of that name in it. */
    private static boolean enter(JsonParser parser, String name) {
        if (parser.currentToken() == null) {
            parser.nextToken();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
