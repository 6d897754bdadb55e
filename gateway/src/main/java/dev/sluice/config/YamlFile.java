package dev.sluice.config;

import dev.sluice.access.ClientName;
import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads {@code sluice.yaml} into a tree that knows where everything stands. */
final class YamlFile {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t\\r\\n]]");

    private static final Set<String> NULLS = Set.of("~", "null", "Null", "NULL");

    private static final String EMPTY_ITEM =
            "has an empty item; # begins a comment, so put a text that begins with # in quotes, or delete the item";

    private final String file;
    private final String text;
    private final List<String> lines;
    private final Findings findings;

    YamlFile(SourceText source, Findings findings) {
        this.file = source.name();
        this.text = source.text();
        this.lines = text.lines().toList();
        this.findings = findings;
    }

    Section read() {
        refuseControlCharacters();
        var start = new Place(file, 1, 1);
        try (var reader = new WholeCharacters(text);
                var parser =
                        (YAMLParser)
                                new YAMLFactory().createParser(ObjectReadContext.empty(), reader)) {
            if (parser.nextToken() == null) {
                return Section.empty("", start);
            }
            Node root = node(parser, "", start);
            if (parser.nextToken() != null) {
                findings.problem(place(parser), "a second document begins here; keep only one");
            }
            return asRoot(root);
        } catch (JacksonException e) {
            // The rest of the file cannot be trusted to mean what it seems to say.
            YamlFault.in(file, text, e).report(findings);
            throw findings.failure();
        }
    }

    private void refuseControlCharacters() {
        var found = CONTROL.matcher(text);
        if (found.find()) {
            findings.problem(
                    Place.at(file, text, found.start()), "holds a control character; delete it");
            throw findings.failure();
        }
    }

    private Section asRoot(Node root) {
        if (root instanceof Section section) {
            return section;
        }
        YamlSlip.in(file, lines, 1, lines.size())
                .orElse(
                        new YamlFault(
                                root.place(),
                                "the file must begin with a section, such as `upstreams:`"))
                .report(findings);
        throw findings.failure();
    }

    private Node node(YAMLParser parser, String label, Place place) {
        refuseUnsupported(place(parser), label);
        if (isNull(parser)) {
            return new Text(label, place, "");
        }
        if (parser.currentToken().isScalarValue()) {
            refuseSlip(place(parser));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> section(parser, label, place);
            case START_ARRAY -> items(parser, label, place);
            // Every other token is a scalar; the binder decides what its text means.
            default -> new Text(label, place, parser.getString());
        };
    }

    /** The text itself tells, since the parser keeps the anchors of plain values to itself. */
    private void refuseUnsupported(Place place, String label) {
        String what =
                switch (first(place)) {
                    case '*' -> "an alias (*)";
                    case '&' -> "an anchor (&)";
                    case '!' -> "a tag (!)";
                    // Anything else begins an ordinary value.
                    default -> "";
                };
        if (!what.isEmpty()) {
            String where = label.isEmpty() ? "the file" : label;
            findings.problem(
                    place,
                    where
                            + " begins with "
                            + what
                            + ", which is not supported; write the value out, in quotes if it is text");
        }
    }

    /** The parser counts code points, and an empty value at the end stands behind the last line. */
    private int first(Place place) {
        return line(place).codePoints().skip(place.column() - 1).findFirst().orElse(' ');
    }

    private String line(Place place) {
        return place.line() > lines.size() ? "" : lines.get(place.line() - 1);
    }

    /** The parser knows only some of YAML's nulls; in quotes they are text. */
    private boolean isNull(YAMLParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        return parser.currentToken().isScalarValue()
                && NULLS.contains(parser.getString())
                && first(place(parser)) == parser.getString().codePointAt(0);
    }

    private void refuseSlip(Place place) {
        YamlSlip.at(place, line(place))
                .ifPresent(slip -> {
                    slip.report(findings);
                    throw findings.failure();
                });
    }

    private Section section(YAMLParser parser, String label, Place place) {
        var section = Section.empty(label, place);
        var entries = new LinkedHashMap<String, Node>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = ClientName.normal(parser.currentName());
            Place keyPlace = place(parser);
            refuseSlip(keyPlace);
            parser.nextToken();
            Node node = node(parser, section.labelOf(Masked.name(key)), keyPlace);
            var first = entries.putIfAbsent(key, node);
            if (first != null) {
                findings.problem(
                        node,
                        ConfigCode.DUPLICATE_KEY,
                        "stands here a second time; "
                                + (node instanceof Section
                                        ? "move what is in it to the first, in line "
                                        : "the first is in line ")
                                + first.place().line()
                                + ", column "
                                + first.place().column());
            }
        }
        return new Section(label, place, entries);
    }

    private Items items(YAMLParser parser, String label, Place place) {
        var items = new ArrayList<Node>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Node item = node(parser, label, place(parser));
            if (isNull(parser)) {
                findings.problem(item, EMPTY_ITEM);
            } else {
                items.add(item);
            }
        }
        return new Items(label, place, items);
    }

    private Place place(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return new Place(file, location.getLineNr(), location.getColumnNr());
    }
}
