package dev.sluice.protocol.dify;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The outputs that a workflow finished with, by their names. */
final class Outputs {
    static final Outputs NONE = new Outputs(Mode.WORKFLOW, Json.empty());

    private static final String ANSWER = "answer";

    private final Mode mode;
    private final JsonNode all;

    private Outputs(Mode mode, JsonNode all) {
        this.mode = mode;
        this.all = all;
    }

    /** Without what files have in them for Dify alone, such as the workspace's name. */
    static Outputs of(Mode mode, JsonNode outputs, FileLinks links) {
        return outputs.isObject() ? new Outputs(mode, cleared(outputs, links)) : NONE;
    }

    JsonNode all() {
        return all;
    }

    boolean areMany() {
        return mode == Mode.WORKFLOW && all.size() > 1;
    }

    /** The text of one output; what is no text as JSON. */
    Optional<String> named(String name) {
        return all.optional(name).map(Outputs::text);
    }

    /** Of one text that text; of a chatflow its answer; of anything else all of it as JSON. */
    String whole() {
        if (all.isEmpty()) {
            return "";
        }
        if (mode != Mode.WORKFLOW && all.path(ANSWER).isString()) {
            return all.path(ANSWER).stringValue();
        }
        JsonNode only = all.size() == 1 ? all.iterator().next() : all;
        return only.isString() ? only.stringValue() : Json.text(all);
    }

    /** Whether one of them is that text. */
    boolean haveOne(String text) {
        return texts().anyMatch(text::equals);
    }

    /** What the output that begins with what was streamed has beyond it, if one begins so. */
    Optional<String> beyond(String streamed) {
        return texts().filter(text -> text.startsWith(streamed))
                .map(text -> text.substring(streamed.length()))
                .findFirst();
    }

    private Stream<String> texts() {
        Stream<JsonNode> values =
                mode == Mode.WORKFLOW ? all.valueStream() : all.optional(ANSWER).stream();
        return values.filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static String text(JsonNode node) {
        if (node.isNull()) {
            return "";
        }
        return node.isString() ? node.stringValue() : Json.text(node);
    }

    private static JsonNode cleared(JsonNode node, FileLinks links) {
        if (FileLinks.isFile(node)) {
            return links.file(node);
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(cleared(element, links)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = Json.empty();
            node.properties()
                    .forEach(member ->
                            object.set(member.getKey(), cleared(member.getValue(), links)));
            return object;
        }
        return node;
    }
}
