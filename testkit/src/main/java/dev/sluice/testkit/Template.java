package dev.sluice.testkit;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Wire text rendered once for an app: literal bytes, and between them what each run fills in. */
final class Template {
    private final List<byte[]> literals;
    private final List<Slot> slots;
    private final int literalBytes;

    private Template(List<byte[]> literals, List<Slot> slots) {
        this.literals = List.copyOf(literals);
        this.slots = List.copyOf(slots);
        this.literalBytes = literals.stream().mapToInt(literal -> literal.length).sum();
    }

    int length(RunValues values) {
        int length = literalBytes;
        for (Slot slot : slots) {
            length += values.of(slot).length;
        }
        return length;
    }

    void writeTo(ByteBuf out, RunValues values) {
        for (int i = 0; i < slots.size(); i++) {
            out.writeBytes(literals.get(i)).writeBytes(values.of(slots.get(i)));
        }
        out.writeBytes(literals.getLast());
    }

    String text(RunValues values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < slots.size(); i++) {
            text.append(new String(literals.get(i), StandardCharsets.UTF_8));
            text.append(new String(values.of(slots.get(i)), StandardCharsets.UTF_8));
        }
        return text.append(new String(literals.getLast(), StandardCharsets.UTF_8)).toString();
    }

    static Template literal(byte[] bytes) {
        return new Template(List.of(bytes), List.of());
    }

    static Template literal(String text) {
        return literal(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Renders JSON; a string such as {@code "$text"} becomes the value bound to it, or a slot. */
    static final class Builder {
        private final JsonStyle style;
        private final StringBuilder literal = new StringBuilder();
        private final List<byte[]> literals = new ArrayList<>();
        private final List<Slot> slots = new ArrayList<>();

        Builder(JsonStyle style) {
            this.style = style;
        }

        Builder raw(String text) {
            literal.append(text);
            return this;
        }

        Builder json(JsonNode json, Map<String, JsonNode> bound) {
            walk(json, text -> string(text, bound));
            return this;
        }

        /** JSON in which a string means itself. */
        Builder content(JsonNode node) {
            walk(node, text -> style.quote(text, literal));
            return this;
        }

        /** What was rendered; without slots. */
        String text() {
            return literal.toString();
        }

        Template done() {
            closeLiteral();
            return new Template(literals, slots);
        }

        private void walk(JsonNode node, Consumer<String> strings) {
            if (node.isObject()) {
                object(node, strings);
            } else if (node.isArray()) {
                array(node, strings);
            } else if (node.isString()) {
                strings.accept(node.stringValue());
            } else {
                literal.append(node);
            }
        }

        private void object(JsonNode node, Consumer<String> strings) {
            literal.append('{');
            String separator = "";
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                literal.append(separator);
                style.quote(property.getKey(), literal);
                literal.append(style.colon());
                walk(property.getValue(), strings);
                separator = style.comma();
            }
            literal.append('}');
        }

        private void array(JsonNode node, Consumer<String> strings) {
            literal.append('[');
            String separator = "";
            for (JsonNode element : node) {
                literal.append(separator);
                walk(element, strings);
                separator = style.comma();
            }
            literal.append(']');
        }

        private void string(String text, Map<String, JsonNode> bound) {
            Optional<JsonNode> value = Optional.ofNullable(bound.get(text));
            Optional<Slot> slot = Slot.of(text);
            if (value.isPresent()) {
                content(value.get());
            } else if (slot.isPresent()) {
                closeLiteral();
                slots.add(slot.get());
            } else {
                style.quote(text, literal);
            }
        }

        private void closeLiteral() {
            literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
            literal.setLength(0);
        }
    }
}
