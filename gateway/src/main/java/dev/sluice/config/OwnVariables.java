package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.Node.Items;
import dev.sluice.config.Node.Section;
import dev.sluice.protocol.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the settings that {@code SLUICE_*} variables set. */
final class OwnVariables {
    /** What the launcher and the access control read; they are no settings. */
    static final List<String> OTHERS = List.of("SLUICE_JAVA_OPTS", "SLUICE_SECRET_KEY");

    /** A shorter name for the one that every container sets. */
    private static final String DATA = "SLUICE_DATA";

    private final Findings findings;
    private final Map<String, List<Target>> targets = new LinkedHashMap<>();

    /** A setting, with the names that the file declares in the place of {@code NAME}. */
    private record Target(Setting setting, List<String> keys) {
        /** Without a key that stands in the place of a name. */
        String path() {
            return keys.stream().map(Masked::name).collect(joining("."));
        }

        boolean holdsKey() {
            return keys.stream().anyMatch(Masked::isKey);
        }
    }

    /**
     * @param root with the names of upstreams, models and keys that can be meant
     */
    OwnVariables(Section root, Findings findings) {
        this.findings = findings;
        for (Setting setting : Setting.values()) {
            for (List<String> keys : setting.keysIn(root)) {
                offer(nameOf(keys), new Target(setting, keys));
            }
        }
        offer(DATA, new Target(Setting.DATA_DIR, Setting.DATA_DIR.keys()));
    }

    private void offer(String name, Target target) {
        targets.computeIfAbsent(name, _ -> new ArrayList<>()).add(target);
    }

    static String nameOf(List<String> keys) {
        return Variable.PREFIX
                + String.join("_", keys).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    Layer read(Collection<Variable> variables) {
        var setBy = new HashMap<List<String>, String>();
        var values = new LinkedHashMap<List<String>, Node>();
        for (Variable variable : variables) {
            if (variable.text().isEmpty() || OTHERS.contains(variable.name())) {
                continue;
            }
            for (Target target : meant(variable)) {
                var first = setBy.putIfAbsent(target.keys(), variable.name());
                if (first != null) {
                    problem(
                            variable,
                            ConfigCode.DUPLICATE_KEY,
                            "sets the same as " + first + "; keep only one");
                }
                values.put(target.keys(), node(variable, target.setting().kind()));
            }
        }
        return new Layer(values);
    }

    /** The one target, or none once that is reported. */
    private List<Target> meant(Variable variable) {
        var found = targets.getOrDefault(variable.name(), List.of());
        if (found.isEmpty()) {
            problem(variable, ConfigCode.UNKNOWN, "is unknown; " + hint(variable.name()));
        }
        if (found.size() > 1) {
            List<String> paths = found.stream().map(Target::path).toList();
            problem(
                    variable,
                    ConfigCode.NONE,
                    "can mean "
                            + String.join(" and ", paths)
                            + "; rename one of them, or set it in the file");
            return List.of();
        }
        return found;
    }

    private String hint(String name) {
        Stream<String> settings =
                targets.entrySet().stream()
                        .filter(named -> named.getValue().stream().noneMatch(Target::holdsKey))
                        .map(Map.Entry::getKey);
        return Nearest.to(name, Stream.concat(settings, OTHERS.stream()).toList())
                .map(known -> "did you mean " + known + "?")
                .orElse(
                        "write a setting's path, such as SLUICE_SERVER_PORT for server.port; upstreams, models and keys must have their names in the file");
    }

    private void problem(Variable variable, ConfigCode code, String message) {
        findings.problem(variable.place(), code, Masked.name(variable.name()) + " " + message);
    }

    private static Node node(Variable variable, SettingKind kind) {
        if (kind != SettingKind.LIST) {
            return variable.node();
        }
        List<Node> items =
                Arrays.stream(variable.text().split(",", -1))
                        .map(item -> (Node) variable.node(item.strip()))
                        .toList();
        return new Items(variable.name(), variable.place(), items);
    }
}
