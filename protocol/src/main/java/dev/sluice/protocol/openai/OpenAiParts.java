package dev.sluice.protocol.openai;

import dev.sluice.protocol.PartKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The parts a message can have. Clients mix the spellings of OpenAI's two APIs, and some leave the
 * type out.
 */
final class OpenAiParts {
    private static final Map<String, PartKind> KINDS =
            Map.ofEntries(
                    Map.entry("text", PartKind.TEXT),
                    Map.entry("input_text", PartKind.TEXT),
                    Map.entry("output_text", PartKind.TEXT),
                    Map.entry("refusal", PartKind.TEXT),
                    Map.entry("image_url", PartKind.IMAGE),
                    Map.entry("input_image", PartKind.IMAGE),
                    Map.entry("image", PartKind.IMAGE),
                    Map.entry("input_audio", PartKind.AUDIO),
                    Map.entry("audio_url", PartKind.AUDIO),
                    Map.entry("audio", PartKind.AUDIO),
                    Map.entry("file", PartKind.FILE),
                    Map.entry("input_file", PartKind.FILE),
                    Map.entry("document", PartKind.FILE),
                    Map.entry("video_url", PartKind.FILE));

    /** A model's thoughts are no part of what was said. */
    private static final Set<String> THOUGHTS =
            Set.of("thinking", "redacted_thinking", "reasoning");

    /** The member that a part without a type is known by. */
    private static final List<String> TELLING =
            List.of("text", "refusal", "image_url", "input_audio", "file");

    private OpenAiParts() {}

    /** Whether it is nothing that was said. */
    static boolean isThought(JsonNode part) {
        return THOUGHTS.contains(part.path("type").asString(""));
    }

    static PartKind kind(JsonNode part, String path) {
        if (part.isString()) {
            return PartKind.TEXT;
        }
        if (!part.isObject()) {
            throw Fields.invalid(path, path + " must be a string or an object");
        }
        return KINDS.getOrDefault(type(part, path), PartKind.OTHER);
    }

    private static String type(JsonNode part, String path) {
        JsonNode type = part.path("type");
        if (type.isString() && !type.stringValue().isEmpty()) {
            return type.stringValue();
        }
        return TELLING.stream()
                .filter(member -> Fields.absent(type) || type.isString())
                .filter(part::has)
                .findFirst()
                .orElseThrow(() -> Fields.invalid(path + ".type", path + ".type must be a string"));
    }

    /** What a part of the kind text says. */
    static String text(JsonNode part, String path) {
        if (part.isString()) {
            return part.stringValue();
        }
        String member = type(part, path).equals("refusal") ? "refusal" : "text";
        JsonNode text = part.path(member);
        if (!text.isString()) {
            throw Fields.invalid(path + "." + member, path + "." + member + " must be a string");
        }
        return text.stringValue();
    }
}
