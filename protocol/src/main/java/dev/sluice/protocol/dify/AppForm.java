package dev.sluice.protocol.dify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What an app takes: the form it begins with, of which one field may take the prompt, and files.
 */
final class AppForm {
    /** What authors call that field. */
    private static final Set<String> PROMPT_NAMES =
            Set.of("query", "question", "input", "text", "prompt");

    private static final List<String> TEXT_FIELDS = List.of("text-input", "paragraph");

    private AppForm() {}

    /** The only text field, or the first required one, or one with a usual name, or the first. */
    static Optional<String> promptInput(JsonNode parameters) {
        List<JsonNode> fields =
                parameters.path("user_input_form").valueStream().flatMap(AppForm::text).toList();
        return first(fields, _ -> fields.size() == 1)
                .or(() -> first(fields, field -> field.path("required").asBoolean(false)))
                .or(() -> first(fields, field -> PROMPT_NAMES.contains(variable(field))))
                .or(() -> first(fields, _ -> true));
    }

    /** Whether a message may hold images: as chatbots say it, or as chatflows do. */
    static boolean takesImages(JsonNode parameters) {
        JsonNode upload = parameters.path("file_upload");
        return upload.path("image").path("enabled").asBoolean(false)
                || (upload.path("enabled").asBoolean(false)
                        && upload.path("allowed_file_types")
                                .valueStream()
                                .anyMatch(type -> type.asString("").equals("image")));
    }

    private static Stream<JsonNode> text(JsonNode entry) {
        return TEXT_FIELDS.stream().flatMap(type -> entry.optional(type).stream());
    }

    private static Optional<String> first(List<JsonNode> fields, Predicate<JsonNode> wanted) {
        return fields.stream()
                .filter(wanted)
                .map(AppForm::variable)
                .filter(variable -> !variable.isEmpty())
                .findFirst();
    }

    private static String variable(JsonNode field) {
        return field.path("variable").asString("");
    }
}
