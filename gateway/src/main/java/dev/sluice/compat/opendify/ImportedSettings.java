package dev.sluice.compat.opendify;

import static dev.sluice.compat.opendify.OpenDifyName.AUTH_MODE;
import static dev.sluice.compat.opendify.OpenDifyName.CORS_ORIGINS;
import static dev.sluice.compat.opendify.OpenDifyName.DJANGO_PORT;
import static dev.sluice.compat.opendify.OpenDifyName.SERVER_HOST;
import static dev.sluice.compat.opendify.OpenDifyName.SERVER_PORT;
import static dev.sluice.compat.opendify.OpenDifyName.VALID_API_KEYS;

import dev.sluice.config.ConfigCode;
import dev.sluice.config.Findings;
import dev.sluice.config.ImportedFormat;
import dev.sluice.config.ImportedName;
import dev.sluice.config.ImportedName.Use;
import dev.sluice.config.Masked;
import dev.sluice.config.Node;
import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import dev.sluice.config.Place;
import dev.sluice.config.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the names of OpenDify and its relatives into the tree that the same setup has as YAML. */
final class ImportedSettings {
    /** The origin of what OpenDify takes where nothing is set. */
    static final Place DEFAULT = Place.defaultOf("OpenDify");

    private static final String DEFAULT_PORT = "5000";

    private static final String LOCKED = "keys";
    private static final Map<String, String> AUTH_MODES =
            Map.of("required", LOCKED, "disabled", "open");

    private final Map<OpenDifyName, Variable> variables;
    private final String locking;
    private final Place source;
    private final Findings findings;

    /**
     * @param locking the command that lets in nobody without a key, unless the variables say
     *     otherwise; empty for none
     * @param source where nothing stands of what is missing
     */
    ImportedSettings(
            Map<OpenDifyName, Variable> variables,
            String locking,
            Place source,
            Findings findings) {
        this.variables = Map.copyOf(variables);
        this.locking = locking;
        this.source = source;
        this.findings = findings;
    }

    Section read() {
        warnOfUseless();
        var entries = new LinkedHashMap<String, Node>();
        entries.put("server", server());
        entries.put("cors", cors());
        entries.put("access", access());
        entries.put("upstreams", new ImportedUpstreams(this, source, findings).read());
        return new Section("", source, entries);
    }

    Optional<Variable> find(OpenDifyName name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** A name that has no effect beside the other. */
    Optional<Variable> find(OpenDifyName name, OpenDifyName winner) {
        var found = find(name);
        if (find(winner).isEmpty()) {
            return found;
        }
        found.ifPresent(beaten -> warn(beaten, winner.name() + " is used"));
        return Optional.empty();
    }

    /** The texts between the commas, each as a value of its own. */
    static List<Text> items(Variable variable) {
        var items = new ArrayList<Text>();
        for (String item : variable.text().split(",", -1)) {
            if (!item.isBlank()) {
                items.add(variable.node(item.strip()));
            }
        }
        return items;
    }

    /** In the environment such names mostly belong to somebody else. */
    private void warnOfUseless() {
        for (OpenDifyName name : OpenDifyName.values()) {
            ImportedName imported = name.imported();
            if (imported.use() == Use.NONE) {
                find(name)
                        .filter(found -> found.place().isInFile())
                        .ifPresent(found -> warn(found, imported.meaning()));
            }
        }
    }

    void warn(Variable variable, String why) {
        findings.warning(
                variable.place(), ConfigCode.NONE, variable.name() + " has no effect: " + why);
    }

    private Section server() {
        var entries = new LinkedHashMap<String, Node>();
        find(SERVER_HOST).ifPresent(host -> entries.put("host", host.node()));
        var djangos = find(DJANGO_PORT, SERVER_PORT);
        Text port =
                find(SERVER_PORT)
                        .or(() -> djangos)
                        .map(Variable::node)
                        .orElse(new Text(SERVER_PORT.name(), DEFAULT, DEFAULT_PORT));
        entries.put("port", port);
        return new Section("server", source, entries);
    }

    private Section cors() {
        var entries = new LinkedHashMap<String, Node>();
        find(CORS_ORIGINS)
                .ifPresent(origins ->
                        entries.put(
                                "origins",
                                new Items(
                                        origins.name(),
                                        origins.place(),
                                        List.copyOf(items(origins)))));
        return new Section("cors", source, entries);
    }

    private Section access() {
        var entries = new LinkedHashMap<String, Node>();
        find(AUTH_MODE).ifPresent(mode -> entries.put("mode", mode.node(mode(mode))));
        boolean undecided = find(AUTH_MODE).isEmpty() && find(VALID_API_KEYS).isEmpty();
        if (undecided && !locking.isEmpty()) {
            entries.put("mode", new Text(locking, Place.COMMAND_LINE, LOCKED));
        }
        find(VALID_API_KEYS).ifPresent(keys -> entries.put("keys", keys(keys)));
        return new Section("access", source, entries);
    }

    private String mode(Variable mode) {
        return meant(mode, AUTH_MODES, "required or disabled").orElse(LOCKED);
    }

    /**
     * Our word for theirs, or nothing once it is reported that theirs is unknown.
     *
     * @param known their words, for people
     */
    Optional<String> meant(Variable written, Map<String, String> words, String known) {
        var meant = Optional.ofNullable(words.get(written.text()));
        if (meant.isEmpty()) {
            findings.problem(
                    written.place(),
                    written.name() + " is " + Masked.quoted(written.text()) + "; write " + known);
        }
        return meant;
    }

    private static Section keys(Variable keys) {
        var entries = new LinkedHashMap<String, Node>();
        // OpenDify did not mind a key that stands twice.
        for (Text key : new LinkedHashSet<>(items(keys))) {
            entries.put(ImportedFormat.KEY_NAME + (entries.size() + 1), key);
        }
        return new Section(VALID_API_KEYS.name(), keys.place(), entries);
    }
}
