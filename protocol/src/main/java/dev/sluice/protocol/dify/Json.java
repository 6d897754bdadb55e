package dev.sluice.protocol.dify;

import java.util.function.Supplier;
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

    /**
     * The value in the bytes.
     *
     * @throws JacksonException when there is none, or one of its numbers has no value in Java
     */
    static JsonNode tree(byte[] bytes, int from, int to) {
        return read(() -> MAPPER.readTree(bytes, from, to - from));
    }

    /** The object in the text; an empty one when there is something else in it. */
    static JsonNode object(String text) {
        try {
            JsonNode tree = read(() -> MAPPER.readTree(text));
            return tree.isObject() ? tree : empty();
        } catch (JacksonException _) {
            return empty();
        }
    }

    /**
     * JSON sets no bounds to an exponent, and Java does: that is no bug, and no JacksonException.
     */
    private static JsonNode read(Supplier<JsonNode> reading) {
        try {
            return reading.get();
        } catch (NumberFormatException | ArithmeticException _) {
            throw new NumberException();
        }
    }

    private static final class NumberException extends JacksonException {
        private static final long serialVersionUID = 1L;

        NumberException() {
            super("a number is too large or too small");
        }
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }
}
