package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.Fields;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

/**
 * Makes a tree of the members that are known by name, and none of the others: what is ignored may
 * be large, and costs nothing but the reading.
 */
final class JsonMembers {
    private static final int MOST_LEVELS = 500;
    private static final int MOST_DIGITS = 1_000;
    private static final int MOST_NAME_CHARACTERS = 50_000;

    /** The bytes are known to be UTF-8, and are not looked at for another encoding. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MOST_LEVELS)
                                                    .maxNumberLength(MOST_DIGITS)
                                                    .maxNameLength(MOST_NAME_CHARACTERS)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                                    .build())
                    .build();

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** U+FEFF, which some programs of Windows put before a text. */
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Objects of these names, in these members, are passed on as the text that they are. */
    private static final Set<String> PASSED_ON = Set.of("parameters", "schema", "arguments");

    private static final Set<String> WITH_PASSED_ON =
            Set.of("messages", "tools", "functions", "response_format");

    private final byte[] body;
    private final int start;
    private final JsonParser parser;
    private final JsonStrings strings;

    /** Whether the parser is in one of these members. */
    private boolean withPassedOn;

    private JsonMembers(byte[] body, JsonParser parser) {
        this.body = body;
        this.start = start(body);
        this.parser = parser;
        this.strings = new JsonStrings(body, start);
    }

    /** Reads the bytes from their beginning; the caller closes it. */
    static JsonParser parser(byte[] body) {
        int from = start(body);
        return MAPPER.createParser(body, from, body.length - from);
    }

    /**
     * The object that is all of the body, with these members of it.
     *
     * @param body valid UTF-8
     * @throws tools.jackson.core.JacksonException when it is not valid JSON
     * @throws NumberFormatException when a number of these members has no value
     * @return empty when it begins as something else
     */
    static Optional<JsonNode> read(byte[] body, Predicate<String> members) {
        try (JsonParser parser = parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            ObjectNode object = new JsonMembers(body, parser).object(members);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "something after the object");
            }
            return Optional.of(object);
        }
    }

    /** A member as JSON, empty when it is absent. */
    static String json(JsonNode member) {
        if (member instanceof POJONode raw && raw.getPojo() instanceof RawValue value) {
            return value.rawValue() instanceof String text ? text : "";
        }
        return Fields.absent(member) ? "" : member.toString();
    }

    private static int start(byte[] body) {
        boolean marked =
                body.length >= MARK.length
                        && body[0] == MARK[0]
                        && body[1] == MARK[1]
                        && body[2] == MARK[2];
        return marked ? MARK.length : 0;
    }

    private ObjectNode object(Predicate<String> members) {
        ObjectNode object = JSON.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (members.test(name)) {
                object.set(name, member(name, token));
            } else {
                parser.skipChildren();
            }
        }
        return object;
    }

    private JsonNode member(String name, JsonToken token) {
        if (withPassedOn && token == JsonToken.START_OBJECT && PASSED_ON.contains(name)) {
            int from = (int) parser.currentTokenLocation().getByteOffset() + start;
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset() + start;
            return JSON.rawValueNode(new RawValue(new String(body, from, to - from, UTF_8)));
        }
        if (withPassedOn || !WITH_PASSED_ON.contains(name)) {
            return value(token);
        }
        withPassedOn = true;
        JsonNode value = value(token);
        withPassedOn = false;
        return value;
    }

    private JsonNode value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(_ -> true);
            case START_ARRAY -> array();
            case VALUE_STRING -> JSON.stringNode(strings.at(parser));
            case VALUE_NUMBER_INT -> integer();
            // Inputs go on to the app, so their numbers keep every digit and zero they came with.
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> JSON.booleanNode(true);
            case VALUE_FALSE -> JSON.booleanNode(false);
            case VALUE_NULL -> JSON.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new StreamReadException(parser, "not a value");
        };
    }

    private ArrayNode array() {
        ArrayNode array = JSON.arrayNode();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private JsonNode integer() {
        return switch (parser.getNumberType()) {
            case INT -> JSON.numberNode(parser.getIntValue());
            case LONG -> JSON.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                    JSON.numberNode(new BigInteger(parser.getString()));
        };
    }
}
