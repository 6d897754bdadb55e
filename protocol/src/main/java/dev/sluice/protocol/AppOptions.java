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
 */
public record AppOptions(JsonNode inputs, List<Attachment> files, String conversation) {
    public static final AppOptions NONE =
            new AppOptions(JsonNodeFactory.instance.objectNode(), List.of(), "");

    public AppOptions {
        Objects.requireNonNull(inputs);
        files = List.copyOf(files);
        Objects.requireNonNull(conversation);
    }
}
