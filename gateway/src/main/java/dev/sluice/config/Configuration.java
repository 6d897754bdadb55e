package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the configuration comes from: {@code sluice.yaml}, or an old {@code .env}. */
public final class Configuration {
    private static final String YAML_NAME = "sluice.yaml";
    private static final String ENV_NAME = ".env";
    private static final long LARGEST_BYTES = 1 << 20;

    private final Map<String, String> environment;

    /**
     * @param environment what {@code ${env:NAME}} in the file can refer to
     */
    public Configuration(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The file that a start in this folder uses. */
    public static Optional<Path> find(Path folder) {
        return Stream.of(YAML_NAME, ENV_NAME)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Reads and checks the whole file.
     *
     * @throws InvalidConfiguration with everything that is wrong
     */
    public SluiceConfig load(Path file, Overrides flags) {
        return read(file.toString(), text(file), flags);
    }

    SluiceConfig read(String source, String text, Overrides flags) {
        var findings = new Findings();
        Document document =
                source.endsWith(ENV_NAME)
                        ? new EnvFile(source, text, findings).read()
                        : new YamlFile(source, text, findings).read();
        var values = new Values(environment, findings);
        SluiceConfig config = new Binder(document.with(flags), values, findings).bind(source);
        findings.throwIfAny();
        return config;
    }

    private static String text(Path file) {
        var findings = new Findings();
        var whole = Place.whole(file.toString());
        try {
            if (Files.size(file) <= LARGEST_BYTES) {
                // Windows editors put a byte order mark first.
                return Files.readString(file).replaceFirst("^\uFEFF", "");
            }
            findings.problem(whole, "is larger than 1 MiB; this is not a configuration");
        } catch (NoSuchFileException _) {
            findings.problem(whole, "there is no such file; check its name");
        } catch (CharacterCodingException _) {
            findings.problem(whole, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            findings.problem(
                    whole,
                    "cannot be read (" + e.getClass().getSimpleName() + "); check its rights");
        }
        throw findings.failure();
    }
}
