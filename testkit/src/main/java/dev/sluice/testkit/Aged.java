package dev.sluice.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts JSON down to the keys that a server of some age knows: {@code "mode>=1.4.0"} came with
 * 1.4.0, {@code "sequence_number<1.4.2"} was gone with 1.4.2.
 */
final class Aged {
    private static final Pattern KEY =
            Pattern.compile("([^<>]+)(?:>=(?<since>[0-9.]+))?(?:<(?<until>[0-9.]+))?");

    private Aged() {}

    static JsonNode json(String json, Profile profile) {
        return cut(JsonMapper.shared().readTree(json), profile);
    }

    private static JsonNode cut(JsonNode node, Profile profile) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        for (var property : node.properties()) {
            Matcher key = KEY.matcher(property.getKey());
            if (key.matches() && isKnown(key, profile)) {
                known.set(key.group(1), cut(property.getValue(), profile));
            }
        }
        return known;
    }

    private static boolean isKnown(Matcher key, Profile profile) {
        String since = key.group("since");
        String until = key.group("until");
        return (since == null || profile.isAtLeast(since))
                && (until == null || !profile.isAtLeast(until));
    }
}
