package dev.sluice.protocol.openai;

import dev.sluice.protocol.Fields;
import dev.sluice.protocol.Media;
import dev.sluice.protocol.Part;
import dev.sluice.protocol.PartKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** There may be many, and they say nothing. */
    private static final Map<PartKind, Part> UNREADABLE =
            Stream.of(PartKind.values())
                    .collect(Collectors.toUnmodifiableMap(kind -> kind, Part.Unreadable::new));

    private OpenAiParts() {}

    /**
     * What the part is.
     *
     * @throws dev.sluice.protocol.ChatFailedException when it is none, or a text without words
     */
    static Part read(JsonNode part, PartPath path) {
        if (part.isString()) {
            return new Part.Text(part.stringValue());
        }
        if (!part.isObject()) {
            throw Fields.invalid(path.ofPart(), path.ofPart() + " must be a string or an object");
        }
        if (THOUGHTS.contains(part.path("type").asString(""))) {
            String text = part.path("thinking").asString("");
            return new Part.Reasoning(text.isEmpty() ? part.path("text").asString("") : text);
        }
        String type = type(part, path);
        PartKind kind = KINDS.getOrDefault(type, PartKind.OTHER);
        if (kind == PartKind.TEXT) {
            return new Part.Text(text(part, type, path));
        }
        Optional<Media> media = OpenAiMedia.of(part, type);
        return media.isPresent() ? medium(kind, media.get(), part, type) : unreadable(kind);
    }

    private static Part unreadable(PartKind kind) {
        return Objects.requireNonNull(UNREADABLE.get(kind));
    }

    private static Part medium(PartKind kind, Media media, JsonNode part, String type) {
        JsonNode own = part.path(type).isObject() ? part.path(type) : part;
        return switch (kind) {
            case IMAGE -> new Part.Image(media, own.path("detail").asString(""));
            case AUDIO -> new Part.Audio(media);
            case FILE -> new Part.File(media, own.path("filename").asString(""));
            case TEXT, REASONING, OTHER -> unreadable(kind);
        };
    }

    private static String type(JsonNode part, PartPath path) {
        JsonNode type = part.path("type");
        if (type.isString() && !type.stringValue().isEmpty()) {
            return type.stringValue();
        }
        if (Fields.absent(type) || type.isString()) {
            for (String member : TELLING) {
                if (part.has(member)) {
                    return member;
                }
            }
        }
        String at = path.ofPart() + ".type";
        throw Fields.invalid(at, at + " must be a string");
    }

    private static String text(JsonNode part, String type, PartPath path) {
        String member = type.equals("refusal") ? "refusal" : "text";
        JsonNode text = part.path(member);
        if (!text.isString()) {
            String at = path.ofPart() + "." + member;
            throw Fields.invalid(at, at + " must be a string");
        }
        return text.stringValue();
    }
}
