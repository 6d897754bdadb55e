package dev.sluice.compat.opendify;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.config.SluiceConfig;
import dev.sluice.config.YamlCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the names of OpenDify in an {@code .env} file mean, as a {@code sluice.yaml}. */
final class MigratedYaml {
    private static final String COMMAND = "sluice migrate opendify";
    private static final String ENV_NAME = ".env";

    private final String text;
    private final SluiceConfig config;

    private MigratedYaml(String text, SluiceConfig config) {
        this.text = text;
        this.config = config;
    }

    /**
     * Of the file alone, whatever the environment holds.
     *
     * @throws InvalidConfiguration with everything that is wrong with it
     */
    static MigratedYaml of(Path env) {
        YamlCopy copy =
                Configuration.at(env, Overrides.NONE, Map.of())
                        // The file is kept for good, and the migration makes a key.
                        .importing(OpenDifyFormat.locking(COMMAND))
                        .copy();
        SluiceConfig config = copy.config();
        // The same text, by whatever path the folder is named.
        List<String> warnings =
                config.origin().warnings().stream()
                        .map(warning -> warning.replace(config.origin().source(), ENV_NAME))
                        .toList();
        String found = warnings.isEmpty() ? "" : "# What was found in it:\n" + comments(warnings);
        String text =
                """
                # %1$s as Sluice reads it, written by `%3$s`. It holds keys.
                # Behind each value stands the name it came from. Beside this file those names
                # have no effect, and %1$s may go once OpenDify no longer needs it.
                %2$s
                """
                        .formatted(ENV_NAME, found, COMMAND);
        return new MigratedYaml(text + copy.text(), config);
    }

    private static String comments(List<String> warnings) {
        return warnings.stream().map(warning -> "#   " + warning + "\n").collect(joining());
    }

    /** The whole file; it holds keys. */
    String text() {
        return text;
    }

    SluiceConfig config() {
        return config;
    }
}
