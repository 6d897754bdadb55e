package dev.sluice.config;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.sluice.config.ImportedName.Use;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds a map of models that is broken into several lines, which an environment file does not
 * allow.
 */
final class MapLines {
    private static final Pattern BEGIN =
            Pattern.compile("\\s*+(?:export\\s++)?+(\\w++)\\s*+=\\s*+[\"']?+\\s*+\\{[^}]*+");
    private static final Pattern END = Pattern.compile("[^}]*+}\\s*+[\"']?+\\s*+(?:#.*+)?+");

    /** Another variable: then the map was never closed, which the problem of its own line says. */
    private static final Pattern OTHER =
            Pattern.compile("\\s*+(?:export\\s++)?[A-Za-z_]\\w*+\\s*+=.*");

    private final Set<String> maps;

    /**
     * @param names of which some can be maps of models
     */
    MapLines(List<ImportedName> names) {
        this.maps =
                names.stream()
                        .filter(name -> name.use() == Use.MODELS)
                        .map(ImportedName::name)
                        .collect(toUnmodifiableSet());
    }

    /** How many of the lines the first one goes on in, itself included. */
    int length(List<String> lines) {
        var begin = BEGIN.matcher(lines.getFirst());
        if (!begin.matches() || !maps.contains(begin.group(1))) {
            return 1;
        }
        for (int i = 1; i < lines.size() && !OTHER.matcher(lines.get(i)).matches(); i++) {
            if (END.matcher(lines.get(i)).matches()) {
                return i + 1;
            }
        }
        return 1;
    }
}
