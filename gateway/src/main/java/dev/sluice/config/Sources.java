package dev.sluice.config;

import dev.sluice.config.Document.Format;
import dev.sluice.config.Effective.Ignored;
import dev.sluice.config.ImportedName.Use;
import dev.sluice.config.Node.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Lays all that is configured over each other, and binds it. */
final class Sources {
    private final Map<String, String> environment;
    private final Overrides flags;

    /** What came of it, and the tree that it came from. */
    record Loaded(SluiceConfig config, Section root, List<Ignored> ignored) {
        Loaded {
            Objects.requireNonNull(config);
            Objects.requireNonNull(root);
            ignored = List.copyOf(ignored);
        }

        Effective effective() {
            return new Effective(Effective.rows(config, root), ignored, config.origin().warnings());
        }
    }

    Sources(Map<String, String> environment, Overrides flags) {
        this.environment = Map.copyOf(environment);
        this.flags = flags;
    }

    /**
     * @param beside the {@code .env} file beside a {@code sluice.yaml}
     * @throws InvalidConfiguration with everything that is wrong
     */
    Loaded read(SourceText main, SourceText beside) {
        boolean imports = main.isImported();
        Format format = imports ? Format.IMPORTED : Format.YAML;
        var findings = new Findings(format);
        // What has no effect cannot be wrong.
        var aboutImports = imports ? findings : new Findings(format);
        var variables = new EnvFile(imports ? main : beside, findings, aboutImports).read();
        addEnvironment(variables, findings, aboutImports);
        Section root =
                imports
                        ? new Imported(imported(variables), main.whole(), findings).read()
                        : new YamlFile(main, findings).read();
        Layer own = new OwnVariables(root, findings).read(own(variables));
        Section all = Layer.of(flags).over(own.over(root));
        var values = new Values(environment, imports ? main : beside, findings);
        SluiceConfig config =
                new Binder(new Document(all, format), values, findings).bind(main.name());
        findings.throwIfAny();
        return new Loaded(config, all, ignored(main, imported(variables)));
    }

    /** The process's own environment wins over the file, as it does for all who read such files. */
    private void addEnvironment(
            Map<String, Variable> variables, Findings aboutOwn, Findings aboutImports) {
        new TreeMap<>(environment)
                .forEach((name, text) -> {
                    boolean own = Variable.isOwn(name);
                    if (!text.isBlank() && (own || ImportedName.NAMES.contains(name))) {
                        variables.put(
                                name,
                                Variable.ofEnvironment(name, text, own ? aboutOwn : aboutImports));
                    }
                });
    }

    private static List<Variable> own(Map<String, Variable> variables) {
        return variables.values().stream()
                .filter(variable -> Variable.isOwn(variable.name()))
                .toList();
    }

    private static Map<ImportedName, Variable> imported(Map<String, Variable> variables) {
        var imported = new LinkedHashMap<ImportedName, Variable>();
        for (Variable variable : variables.values()) {
            if (!Variable.isOwn(variable.name()) && !variable.text().isEmpty()) {
                imported.put(ImportedName.valueOf(variable.name()), variable);
            }
        }
        return imported;
    }

    private static List<Ignored> ignored(SourceText main, Map<ImportedName, Variable> imported) {
        var ignored = new ArrayList<Ignored>();
        imported.forEach((name, variable) -> {
            if (!main.isImported() || name.use() == Use.NONE) {
                Place place = variable.place();
                String where = place.isInFile() ? place.file() + ":" + place.line() : place.file();
                String why = main.isImported() ? name.becomes() : main.name() + " is used instead";
                ignored.add(new Ignored(name.name(), where, why));
            }
        });
        return ignored;
    }
}
