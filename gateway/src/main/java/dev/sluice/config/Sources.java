package dev.sluice.config;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.sluice.config.Effective.Ignored;
import dev.sluice.config.ImportedName.Use;
import dev.sluice.config.Node.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Lays all that is configured over each other, and binds it. */
final class Sources {
    private final Map<String, String> environment;
    private final Overrides flags;
    private final ImportedFormat imports;

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

    Sources(Map<String, String> environment, Overrides flags, ImportedFormat imports) {
        this.environment = Map.copyOf(environment);
        this.flags = flags;
        this.imports = imports;
    }

    /** Whether the environment is a configuration by itself. */
    boolean isConfigured() {
        return imports.names().stream()
                .filter(ImportedName::makesUpstreams)
                .anyMatch(name -> !environment.getOrDefault(name.name(), "").isBlank());
    }

    /**
     * @param beside the {@code .env} file beside a {@code sluice.yaml}
     * @throws InvalidConfiguration with everything that is wrong
     */
    Loaded read(SourceText main, SourceText beside) {
        var findings = new Findings(advice(main));
        // What has no effect cannot be wrong.
        var aboutImports = main.isVariables() ? findings : new Findings(advice(main));
        var variables = variables(main, beside, findings, aboutImports);
        Section all = tree(main, variables, findings, aboutImports);
        SluiceConfig config = binder(main, beside, all, findings).bind(main.name());
        findings.throwIfAny();
        return new Loaded(config, all, ignored(main, imported(variables)));
    }

    /**
     * A part of it, whatever is wrong or missing elsewhere. Commands beside a running gateway lack
     * the environment that it was started with.
     *
     * @throws InvalidConfiguration with what is wrong with that part
     */
    <T> T part(SourceText main, SourceText beside, Function<Binder, T> part) {
        var findings = new Findings(advice(main));
        var aboutImports = new Findings(advice(main));
        var variables = variables(main, beside, findings, aboutImports);
        Section all = tree(main, variables, findings, aboutImports);
        T bound = part.apply(binder(main, beside, all, findings));
        findings.throwIfAny();
        return bound;
    }

    private Advice advice(SourceText main) {
        return main.isVariables() ? imports.advice() : Advice.YAML;
    }

    private Map<String, Variable> variables(
            SourceText main, SourceText beside, Findings aboutOwn, Findings aboutImports) {
        SourceText env = main.isVariables() ? main : beside;
        var variables = new EnvFile(env, imports.names(), aboutOwn, aboutImports).read();
        addEnvironment(variables, aboutOwn, aboutImports);
        return variables;
    }

    private Section tree(
            SourceText main,
            Map<String, Variable> variables,
            Findings findings,
            Findings aboutImports) {
        Section root =
                main.isVariables()
                        ? imports.read(imported(variables), main.whole(), aboutImports)
                        : new YamlFile(main, findings).read();
        Layer own = new OwnVariables(root, findings).read(own(variables));
        return Layer.of(flags).over(own.over(root));
    }

    private Binder binder(SourceText main, SourceText beside, Section all, Findings findings) {
        var values = new Values(environment, main.isVariables() ? main : beside, findings);
        return new Binder(new Document(all, advice(main)), values, findings);
    }

    /** The process's own environment wins over the file, as it does for all who read such files. */
    private void addEnvironment(
            Map<String, Variable> variables, Findings aboutOwn, Findings aboutImports) {
        var names = imports.names().stream().map(ImportedName::name).collect(toSet());
        new TreeMap<>(environment)
                .forEach((name, text) -> {
                    boolean own = Variable.isOwn(name);
                    if (!text.isBlank() && (own || names.contains(name))) {
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

    private static Map<String, Variable> imported(Map<String, Variable> variables) {
        var imported = new LinkedHashMap<String, Variable>();
        for (Variable variable : variables.values()) {
            if (!Variable.isOwn(variable.name()) && !variable.text().isEmpty()) {
                imported.put(variable.name(), variable);
            }
        }
        return imported;
    }

    private List<Ignored> ignored(SourceText main, Map<String, Variable> imported) {
        var names =
                imports.names().stream().collect(toMap(ImportedName::name, Function.identity()));
        var ignored = new ArrayList<Ignored>();
        imported.forEach((text, variable) -> {
            ImportedName name = names.get(text);
            if (name != null && (!main.isVariables() || name.use() == Use.NONE)) {
                Place place = variable.place();
                String where = place.isInFile() ? place.file() + ":" + place.line() : place.file();
                String why = main.isVariables() ? name.meaning() : main.name() + " is used instead";
                ignored.add(new Ignored(name.name(), where, why));
            }
        });
        return ignored;
    }
}
