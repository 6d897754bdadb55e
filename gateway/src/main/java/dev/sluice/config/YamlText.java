package dev.sluice.config;

import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a tree as text that {@link YamlFile} reads as the same tree. Behind each value stands the
 * name it came from.
 */
final class YamlText {
    private static final String STEP = "  ";
    private static final Pattern PLAIN_KEY = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    /** What does not show, or ends a line for some readers. */
    private static final Set<Byte> UNSEEN =
            Set.of(
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED);

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(Section root) {
        var yaml = new YamlText();
        yaml.write(root, "");
        return yaml.text.toString();
    }

    private void write(Section section, String indent) {
        section.entries().forEach((key, node) -> write(indent + key(key) + ":", node, indent));
    }

    private void write(String start, Node node, String indent) {
        switch (node) {
            case Section section when section.entries().isEmpty() -> {}
            case Section section -> {
                text.append(start).append('\n');
                write(section, indent + STEP);
            }
            case Items list -> {
                text.append(start).append('\n');
                list.items().forEach(item -> write(indent + STEP + "-", item, indent + STEP));
            }
            case Text value ->
                    text.append(start)
                            .append(' ')
                            .append(scalar(value.text()))
                            .append(STEP + "# ")
                            .append(escaped(source(value)))
                            .append('\n');
        }
    }

    private static String source(Node node) {
        return node.place().isDefault() ? node.place().file() : node.label();
    }

    private static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : quoted(key);
    }

    private static String scalar(String value) {
        return PLAIN_NUMBER.matcher(value).matches() ? value : quoted(value);
    }

    private static String quoted(String value) {
        return '"' + escaped(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static String escaped(String value) {
        var escaped = new StringBuilder();
        value.codePoints()
                .forEach(point -> {
                    if (UNSEEN.contains((byte) Character.getType(point))) {
                        escaped.append("\\U%08X".formatted(point));
                    } else {
                        escaped.appendCodePoint(point);
                    }
                });
        return escaped.toString();
    }
}
