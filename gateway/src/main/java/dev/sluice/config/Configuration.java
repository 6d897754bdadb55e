package dev.sluice.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the configuration comes from; everything is read anew each time it is asked for. What comes
 * later wins: built-in defaults, then {@code sluice.yaml} or, without one, imported names from
 * {@code .env} and over them from the environment, then {@code SLUICE_*} variables, then flags.
 */
public final class Configuration {
    private static final String YAML_NAME = "sluice.yaml";

    private final Path path;
    private final Overrides flags;
    private final Map<String, String> environment;
    private final ImportedFormat imports;

    private Configuration(
            Path path, Overrides flags, Map<String, String> environment, ImportedFormat imports) {
        this.path = path;
        this.flags = flags;
        this.environment = Map.copyOf(environment);
        this.imports = imports;
    }

    /**
     * From this file, which holds variables if its name ends in {@code .env}; or from the {@code
     * sluice.yaml} or {@code .env} of this folder, or else from the environment alone.
     */
    public static Configuration at(Path path, Overrides flags, Map<String, String> environment) {
        return new Configuration(path, flags, environment, ImportedFormat.NONE);
    }

    /** The same, where the variables of another system count as well. */
    public Configuration importing(ImportedFormat other) {
        return new Configuration(path, flags, environment, other);
    }

    /**
     * Reads and checks all of it.
     *
     * @throws InvalidConfiguration with everything that is wrong
     */
    public SluiceConfig load() {
        return read().config();
    }

    /**
     * Every setting with its origin.
     *
     * @throws InvalidConfiguration as {@link #load} does
     */
    public Effective effective() {
        return read().effective();
    }

    /**
     * All of it as one {@code sluice.yaml}.
     *
     * @throws InvalidConfiguration as {@link #load} does
     */
    public YamlCopy copy() {
        return YamlCopy.of(read());
    }

    /**
     * Where the state is, whatever else is wrong or missing: the variables of the server, for
     * instance, are not set in every terminal.
     *
     * @throws InvalidConfiguration if that is not to be read
     */
    public StateSettings state() {
        SourceText main = main();
        return sources().part(main, beside(main), Binder::state);
    }

    /**
     * The state folder alone, whatever the database's URL is.
     *
     * @throws InvalidConfiguration as {@link #state} does
     */
    public Path stateFolder() {
        SourceText main = main();
        return sources().part(main, beside(main), Binder::stateFolder);
    }

    private Sources.Loaded read() {
        SourceText main = main();
        return sources().read(main, beside(main));
    }

    private Sources sources() {
        return new Sources(environment, flags, imports);
    }

    private static SourceText beside(SourceText main) {
        Path beside = Path.of(main.name()).resolveSibling(SourceText.ENV_NAME);
        boolean both = !main.isVariables() && Files.isRegularFile(beside);
        return both ? SourceText.read(beside) : SourceText.NONE;
    }

    private SourceText main() {
        Path yaml = path.resolve(YAML_NAME);
        Path env = path.resolve(SourceText.ENV_NAME);
        if (!Files.isDirectory(path)) {
            return SourceText.read(path);
        }
        if (Files.isRegularFile(yaml)) {
            return SourceText.read(yaml);
        }
        if (Files.isRegularFile(env)) {
            return SourceText.read(env);
        }
        if (sources().isConfigured()) {
            return SourceText.ENVIRONMENT;
        }
        var findings = new Findings(Advice.YAML);
        findings.problem(
                Place.whole(path.toString().isEmpty() ? "this folder" : path.toString()),
                ConfigCode.MISSING,
                "there is no sluice.yaml and no .env here; write one (`sluice serve --help` shows the shortest), name it with --config FILE, or see `sluice demo`");
        throw findings.failure();
    }
}
