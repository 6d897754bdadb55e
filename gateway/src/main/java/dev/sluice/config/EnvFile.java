package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.Document.Format;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads OpenDify's {@code .env} into the tree that the same setup would have as YAML. */
final class EnvFile {
    private static final String BASE = "DIFY_API_BASE";
    private static final String MODELS = "MODEL_CONFIG";
    private static final String HOST = "SERVER_HOST";
    private static final String PORT = "SERVER_PORT";
    private static final String BEYOND_LOOPBACK = "SLUICE_ACCESS_BEYOND_LOOPBACK";
    private static final String DEFAULT_PORT = "5000";
    private static final String EXAMPLE_BASE = "https://api.dify.ai/v1";

    private static final List<String> USED = List.of(BASE, MODELS, HOST, PORT, BEYOND_LOOPBACK);

    /** Names that the systems before this one read, and this version does not. */
    private static final List<String> UNUSED =
            List.of(
                    "AUTH_MODE",
                    "COMPONENT_DIFY_API_KEY",
                    "CONVERSATION_MEMORY_MODE",
                    "CONVERSATION_MODE",
                    "CORS_ORIGINS",
                    "DIFY_API_ENDPOINT",
                    "DIFY_API_KEY",
                    "DIFY_API_KEYS",
                    "DIFY_MODEL_MAP",
                    "DIFY_MODEL_NAME",
                    "DJANGO_PORT",
                    "ENVIRONMENT",
                    "GUNICORN_RELOAD",
                    "GUNICORN_WORKERS",
                    "LOG_LEVEL",
                    "REGISTRY_URL",
                    "REQUIRMENT_DIFY_API_KEY",
                    "ROOT_PASSWORD",
                    "TIMEOUT",
                    "VALID_API_KEYS");

    private static final List<String> KNOWN =
            Stream.concat(USED.stream(), UNUSED.stream()).toList();

    private static final Pattern IGNORED = Pattern.compile("\\s*(#.*)?");
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([^=\\s]+)\\s*=\\s*(.*?)\\s*");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s+)#.*");

    private final String file;
    private final String text;
    private final Findings findings;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /**
     * One line of the file.
     *
     * @param place where the name stands
     * @param column where the text begins
     */
    private record Variable(String name, Place place, String text, int column) {
        Text node() {
            return new Text(name, place, text);
        }
    }

    EnvFile(String file, String text, Findings findings) {
        this.file = file;
        this.text = text;
        this.findings = findings;
    }

    Document read() {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!IGNORED.matcher(line).matches()) {
                variable(line, number);
            }
        }
        warnOfUnused();
        var start = new Place(file, 1, 1);
        var entries = new LinkedHashMap<String, Node>();
        entries.put("server", server(start));
        entries.put("access", access(start));
        entries.put("upstreams", upstreams(start));
        return new Document(new Section("", start, entries), Format.ENV);
    }

    private void variable(String line, int number) {
        var match = LINE.matcher(line);
        if (!match.matches()) {
            findings.problem(
                    new Place(file, number, 1),
                    "this line has no name before an equals sign; write NAME=value, or # before a comment");
            return;
        }
        String name = match.group(1);
        var place = new Place(file, number, match.start(1) + 1);
        if (!KNOWN.contains(name)) {
            Nearest.to(name, KNOWN)
                    .ifPresent(known ->
                            findings.problem(
                                    place,
                                    Masked.name(name)
                                            + " is unknown; did you mean "
                                            + known
                                            + "?"));
            return;
        }
        var first = variables.putIfAbsent(name, value(name, place, match.group(2), match.start(2)));
        if (first != null) {
            findings.problem(
                    place,
                    name
                            + " stands here a second time; the first is in line "
                            + first.place().line());
        }
    }

    private Variable value(String name, Place place, String written, int start) {
        var inner = unquoted(written);
        if (inner.isEmpty()) {
            String bare = COMMENT.matcher(written).replaceFirst("");
            return new Variable(name, place, bare, start + 1);
        }
        findings.warning(place, name + ": quotes removed; Docker would keep them");
        // A space in the place of the backslash keeps every column as it was.
        return new Variable(name, place, inner.get().replace("\\\"", " \""), start + 2);
    }

    /** What stands between quotes around the whole value, if there are any. */
    private static Optional<String> unquoted(String written) {
        if (!written.startsWith("\"") && !written.startsWith("'")) {
            return Optional.empty();
        }
        String quote = written.substring(0, 1);
        int end = written.lastIndexOf(quote);
        while (end > 0 && !IGNORED.matcher(written.substring(end + 1)).matches()) {
            end = written.lastIndexOf(quote, end - 1);
        }
        String inner = end > 0 ? written.substring(1, end) : quote;
        // Quotes inside are fine only in a map: deploy scripts write MODEL_CONFIG="{"a":"b"}".
        boolean map = inner.startsWith("{") && inner.endsWith("}");
        boolean whole = map || !inner.replace("\\" + quote, "").contains(quote);
        return whole ? Optional.of(inner) : Optional.empty();
    }

    private void warnOfUnused() {
        String names = variables.keySet().stream().filter(UNUSED::contains).collect(joining(", "));
        if (!names.isEmpty()) {
            findings.warning(Place.whole(file), "not used by this version: " + names);
        }
    }

    private Section server(Place start) {
        var entries = new LinkedHashMap<String, Node>();
        find(HOST).ifPresent(host -> entries.put("host", host.node()));
        entries.put(
                "port", find(PORT).map(Variable::node).orElse(new Text(PORT, start, DEFAULT_PORT)));
        return new Section("server", start, entries);
    }

    private Section access(Place start) {
        var entries = new LinkedHashMap<String, Node>();
        find(BEYOND_LOOPBACK).ifPresent(may -> entries.put("beyond_loopback", may.node()));
        return new Section("access", start, entries);
    }

    private Section upstreams(Place start) {
        var upstreams = new LinkedHashMap<String, Node>();
        Node base = base(start);
        var models = find(MODELS);
        models.map(this::entries).orElse(List.of()).forEach(entry -> add(entry, base, upstreams));
        return new Section(MODELS, models.map(Variable::place).orElse(start), upstreams);
    }

    private Node base(Place start) {
        var base = find(BASE);
        if (base.isEmpty()) {
            findings.problem(
                    start, BASE + " is not set or empty; write " + BASE + "=" + EXAMPLE_BASE);
        }
        // A stand-in, so that the models are checked as well; the file is refused anyway.
        return base.map(Variable::node).orElse(new Text(BASE, start, EXAMPLE_BASE));
    }

    private Collection<ModelMap.Entry> entries(Variable models) {
        var start = new Place(file, models.place().line(), models.column());
        var entries = new LinkedHashMap<String, ModelMap.Entry>();
        for (ModelMap.Entry entry : new ModelMap(models.text(), start, findings).read()) {
            if (entries.putIfAbsent(entry.model(), entry) != null) {
                findings.problem(
                        entry.place(), label(entry) + " stands here a second time; keep only one");
            }
        }
        return entries.values();
    }

    private static String label(ModelMap.Entry entry) {
        return MODELS + "[" + Masked.name(entry.model()) + "]";
    }

    private void add(ModelMap.Entry entry, Node base, Map<String, Node> upstreams) {
        String model = entry.model();
        if (model.isEmpty()) {
            findings.problem(entry.place(), MODELS + " has a model without a name; write one");
            return;
        }
        if (Masked.isKey(model)) {
            findings.problem(
                    entry.place(),
                    MODELS
                            + " has a key before the colon; write the model's name there and the key after it");
            return;
        }
        String label = label(entry);
        var parts =
                Map.of(
                        "type", new Text(label, entry.place(), "dify"),
                        "url", base,
                        "key", new Text(label, entry.place(), entry.key()),
                        "model", new Text(label, entry.place(), model));
        upstreams.put(
                UpstreamNames.free(model, upstreams.keySet()),
                new Section(label, entry.place(), parts));
    }

    private Optional<Variable> find(String name) {
        return Optional.ofNullable(variables.get(name)).filter(found -> !found.text().isEmpty());
    }
}
