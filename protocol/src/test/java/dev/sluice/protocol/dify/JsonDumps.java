package dev.sluice.protocol.dify;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** JSON as Dify spelt it up to 1.8.0: spaces after colons and commas, everything else escaped. */
final class JsonDumps {
    private static final String DATA = "data: ";

    private JsonDumps() {}

    static String stream(String compact) {
        return compact.lines().map(JsonDumps::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(String line) {
        return line.startsWith(DATA)
                ? DATA + spaced(Json.object(line.substring(DATA.length())))
                : line;
    }

    private static String spaced(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(e -> escaped('"' + e.getKey() + "\": ") + spaced(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(JsonDumps::spaced)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return escaped(node.toString());
    }

    private static String escaped(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }
}
