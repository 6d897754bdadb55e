package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a request says to the app itself, beside the chat.
 *
 * @param inputs values for the app's form, an empty object when there are none
 * @param files what the app is to look at
 * @param conversation the upstream's conversation to go on with, empty for none
 * @param outputs whether the answer is to hold what the app puts out beside its text
 */
public record AppOptions(
        JsonNode inputs, List<Attachment> files, String conversation, boolean outputs) {
    public static final AppOptions NONE =
            new AppOptions(JsonNodeFactory.instance.objectNode(), List.of(), "");

    /** Without what the app puts out beside its text. */
    public AppOptions(JsonNode inputs, List<Attachment> files, String conversation) {
        this(inputs, files, conversation, false);
    }

    public AppOptions {
        Objects.requireNonNull(inputs);
        files = List.copyOf(files);
        Objects.requireNonNull(conversation);
    }
}
