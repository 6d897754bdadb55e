package dev.sluice.config;

import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import dev.sluice.protocol.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Takes values out of sections; what is wrong is reported and replaced by something harmless. */
final class Values {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

    /** Stands for a list or section, so that the value does not count as left out as well. */
    private static final String UNUSABLE = "…";

    /** Keys of older versions, and what to write for them. */
    private static final Map<String, String> REPLACED =
            Map.of(
                    "side_begins",
                    "is replaced; write `chats: {side_patterns: [\"BEGINS*HOLDS\"]}` with what side_begins and side_holds were",
                    "side_holds",
                    "is replaced; write it behind a * into chats.side_patterns");

    private final Map<String, String> environment;
    private final SourceText envFile;
    private final Findings findings;

    /**
     * @param envFile whose names do not count as the environment, though users may think so
     */
    Values(Map<String, String> environment, SourceText envFile, Findings findings) {
        this.environment = Map.copyOf(environment);
        this.envFile = envFile;
        this.findings = findings;
    }

    Section root(Document document) {
        refuseUnknown(document.root(), "");
        return document.root();
    }

    /** The section of that name in the whole file, empty when it is left out. */
    Section section(Section root, String key) {
        return section(root, key, key);
    }

    Section section(Section parent, String key, String path) {
        return parent.find(key)
                .flatMap(node -> asSection(node, path))
                .orElseGet(() -> Section.empty(parent.labelOf(key), parent.place()));
    }

    /**
     * The node as a section whose keys are known, or nothing if it is none.
     *
     * @param path the section in terms of {@link Setting}, such as {@code upstreams.NAME}
     */
    Optional<Section> asSection(Node node, String path) {
        Set<String> known = keysUnder(path);
        boolean anyName = known.contains(Setting.ANY_NAME);
        return switch (node) {
            case Section section -> {
                if (!anyName) {
                    refuseUnknown(section, path);
                }
                yield Optional.of(section);
            }
            case Text(var label, var place, var text) when text.isEmpty() ->
                    Optional.of(Section.empty(label, place));
            case Text _, Items _ -> {
                findings.problem(
                        node,
                        anyName
                                ? "must be a section of names you choose"
                                : "must be a section with keys: " + String.join(", ", known));
                yield Optional.empty();
            }
        };
    }

    private void refuseUnknown(Section section, String path) {
        Set<String> known = keysUnder(path);
        for (var entry : section.entries().entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                findings.problem(
                        entry.getValue(),
                        ConfigCode.UNKNOWN,
                        Optional.ofNullable(REPLACED.get(key))
                                .or(() -> NestedForm.of(section, path, key))
                                .orElseGet(() -> "is unknown; " + Nearest.hint(key, known)));
            }
        }
    }

    Value value(Section section, Setting setting) {
        Node absent = new Text(section.labelOf(setting.key()), section.place(), "");
        Value value =
                value(section.find(setting.key()).orElse(absent), text -> variable(setting, text));
        return value.text().isEmpty() ? value.or(setting.fallback()) : value;
    }

    /** The node as a single value, with an environment variable in its place if it names one. */
    Value value(Node node) {
        return value(node, Placeholder::variable);
    }

    /** The same, where the text is taken as it stands if it names none in our form. */
    Value verbatim(Node node) {
        return value(node, _ -> Optional.empty());
    }

    private static Optional<String> variable(Setting setting, String text) {
        if (setting == Setting.UPSTREAM_USER) {
            return Placeholder.variableBesideBraces(text);
        }
        return setting == Setting.TOKEN_SECRET
                ? Placeholder.wholeVariable(text)
                : Placeholder.variable(text);
    }

    private Value value(Node node, Function<String, Optional<String>> variable) {
        if (!(node instanceof Text(var label, var place, var written))) {
            findings.problem(node, "must be a single value");
            return new Value(node.label(), node.place(), UNUSABLE, "");
        }
        return new Value(
                label, place, written, resolved(node, written, variable.apply(written).orElse("")));
    }

    /**
     * @param variable that another form than ours refers to, or empty
     */
    private String resolved(Node node, String written, String variable) {
        if (!written.contains("${env:")) {
            if (variable.isEmpty()) {
                return written;
            }
            findings.problem(node, notReplaced(variable));
            return "";
        }
        var reference = REFERENCE.matcher(written);
        if (!reference.matches()) {
            findings.problem(node, "may hold ${env:NAME} only as its whole value");
            return "";
        }
        String name = reference.group(1);
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            findings.problem(
                    node,
                    ConfigCode.MISSING,
                    "needs the environment variable "
                            + name
                            + ", which is not set"
                            + (envFile.sets(name) ? onlyInFile(node) : ""));
        }
        return text;
    }

    static String notReplaced(String variable) {
        return "holds a variable in a form that is not replaced; write ${env:"
                + Masked.name(variable)
                + "} as the whole value";
    }

    private String onlyInFile(Node node) {
        String own = OwnVariables.nameOf(List.of(node.label()));
        return "; of "
                + envFile.name()
                + ", which sets it, only names that begin with SLUICE_ count: "
                + (Variable.isOwn(node.label()) ? "" : "rename it to " + own + " there, or ")
                + "export it before the start";
    }

    Duration duration(Section section, Setting setting) {
        return Durations.read(value(section, setting), findings);
    }

    int number(Section section, Setting setting, int from, int to) {
        Value value = value(section, setting);
        boolean number = WHOLE_NUMBER.matcher(value.text()).matches();
        int found = number ? Integer.parseInt(value.text()) : -1;
        if (!number || found < from || found > to) {
            findings.problem(
                    value, "is " + value.shown() + "; write a number from " + from + " to " + to);
            return from;
        }
        return found;
    }

    boolean flag(Section section, Setting setting) {
        Value value = value(section, setting);
        if (!value.text().equals("true") && !value.text().equals("false")) {
            findings.problem(value, "is " + value.shown() + "; write true or false");
        }
        return value.text().equals("true");
    }

    /** The values of a list, of which one may stand without brackets. */
    List<Value> list(Section section, Setting setting) {
        // Messages of clients can hold what looks like a variable.
        boolean verbatim = setting == Setting.SIDE_PATTERNS;
        return section.find(setting.key()).stream()
                .flatMap(node -> items(node).stream())
                .map(item -> verbatim ? verbatim(item) : value(item))
                // What was found wrong with it is reported.
                .filter(value -> value.isLeftOut() || !value.text().isEmpty())
                .toList();
    }

    List<Value> list(Node node) {
        return items(node).stream().map(this::value).toList();
    }

    private static List<Node> items(Node node) {
        boolean empty = node instanceof Text text && text.text().isEmpty();
        if (empty) {
            return List.of();
        }
        return node instanceof Items list ? list.items() : List.of(node);
    }

    /** How the file writes a constant: {@code LAST_TURN} is {@code last-turn}. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant of that spelling. */
    <E extends Enum<E>> E oneOf(Section section, Setting setting, Class<E> type) {
        var known = new LinkedHashMap<String, E>();
        for (E constant : type.getEnumConstants()) {
            known.put(spelling(constant), constant);
        }
        Value value = value(section, setting);
        requireOneOf(value, known.keySet());
        return known.getOrDefault(value.text(), known.firstEntry().getValue());
    }

    /** The file of that name, beside the configuration file if that names it. */
    Path path(Value value) {
        try {
            return value.place().isInFile()
                    ? Path.of(value.place().file()).resolveSibling(value.text())
                    : Path.of(value.text());
        } catch (InvalidPathException _) {
            findings.problem(value, "is no name of a file; check it for strange characters");
            return Path.of("");
        }
    }

    /** Reports a value that is none of the known ones. */
    void requireOneOf(Value value, Collection<String> known) {
        if (!known.contains(value.text())) {
            findings.problem(
                    value, "is " + value.shown() + "; " + Nearest.hint(value.text(), known));
        }
    }

    /** The keys a section may hold; the path of the whole file is empty. */
    private static Set<String> keysUnder(String section) {
        String prefix = section.isEmpty() ? "" : section + ".";
        var keys = new LinkedHashSet<String>();
        Arrays.stream(Setting.values())
                .map(Setting::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .forEach(rest -> keys.add(rest.replaceFirst("\\..*", "")));
        return keys;
    }
}
