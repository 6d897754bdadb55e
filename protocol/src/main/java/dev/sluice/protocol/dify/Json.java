package dev.sluice.protocol.dify;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Dify's JSON as trees, for everything that is not sent once a word. */
final class Json {
    /** Outputs are relayed, so their numbers keep every digit and zero they came with. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Json() {}

    static JsonNode tree(byte[] bytes, int from, int to) {
        return MAPPER.readTree(bytes, from, to - from);
    }

    /** The object in the text; an empty one when there is something else in it. */
    static JsonNode object(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isObject() ? tree : empty();
        } catch (JacksonException _) {
            return empty();
        }
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }
}
