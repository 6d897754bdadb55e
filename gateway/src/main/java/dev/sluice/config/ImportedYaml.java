package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.access.AccessConfig;
import dev.sluice.config.Document.Format;
import dev.sluice.config.Node.Section;
import dev.sluice.config.Node.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the names of OpenDify in an {@code .env} file mean, as a {@code sluice.yaml}. */
public final class ImportedYaml {
    private static final List<Setting> FILES =
            List.of(Setting.DATA_DIR, Setting.TLS_CERTIFICATE, Setting.TLS_KEY);

    private final String text;
    private final SluiceConfig config;

    private ImportedYaml(String text, SluiceConfig config) {
        this.text = text;
        this.config = config;
    }

    /**
     * Of the file alone, whatever the environment holds.
     *
     * @throws InvalidConfiguration with everything that is wrong with it
     */
    public static ImportedYaml of(Path env) {
        var source = SourceText.read(env);
        var loaded = new Sources(Map.of(), access(source)).read(source, SourceText.NONE);
        // The same text, by whatever path the folder is named.
        List<String> warnings =
                loaded.config().origin().warnings().stream()
                        // The migration makes a key, and the file is kept for good.
                        .filter(warning -> !warning.contains(AccessBinder.NO_KEYS))
                        .map(warning -> warning.replace(source.name(), SourceText.ENV_NAME))
                        .toList();
        String told = warnings.isEmpty() ? "" : "# What was found in it:\n" + comments(warnings);
        String text =
                """
                # %1$s as Sluice reads it, written by `sluice migrate opendify`. It holds keys.
                # Behind each value stands the name it came from. Beside this file those names
                # have no effect, and %1$s may go once OpenDify no longer needs it.
                %2$s
                """
                        .formatted(SourceText.ENV_NAME, told);
        String yaml = text + YamlText.of(withWholePaths(loaded.root(), env));
        return new ImportedYaml(yaml, loaded.config());
    }

    /** Who comes from it has no key; it let in everybody. From now on there is one to make. */
    private static Overrides access(SourceText env) {
        var ignored = new Findings(Format.IMPORTED);
        Map<String, Variable> variables = new EnvFile(env, ignored, ignored).read();
        boolean decided =
                Stream.of(
                                ImportedName.AUTH_MODE.name(),
                                ImportedName.VALID_API_KEYS.name(),
                                Setting.ACCESS_MODE.variable())
                        .flatMap(name -> Optional.ofNullable(variables.get(name)).stream())
                        .anyMatch(variable -> !variable.text().isEmpty());
        return decided
                ? Overrides.NONE
                : Overrides.NONE.with(
                        "sluice migrate opendify",
                        Setting.ACCESS_MODE.path(),
                        Values.spelling(AccessConfig.Mode.KEYS));
    }

    private static String comments(List<String> warnings) {
        return warnings.stream().map(warning -> "#   " + warning + "\n").collect(joining());
    }

    /** The new file may stand in another folder than the one that names were found from. */
    private static Section withWholePaths(Section root, Path env) {
        Section whole = root;
        for (Setting setting : FILES) {
            if (root.find(setting.keys()).orElse(root)
                    instanceof Text(var label, var place, var name)) {
                String path = env.toAbsolutePath().resolveSibling(name).normalize().toString();
                whole = whole.with(setting.keys(), new Text(label, place, path));
            }
        }
        return whole;
    }

    /** The whole file; it holds keys. */
    public String text() {
        return text;
    }

    public SluiceConfig config() {
        return config;
    }
}
