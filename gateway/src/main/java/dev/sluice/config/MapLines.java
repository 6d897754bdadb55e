package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import dev.sluice.config.ImportedName.Use;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds a map of models that is broken into several lines, which an environment file does not
 * allow.
 */
final class MapLines {
    private static final Pattern END = Pattern.compile("[^}]*+}\\s*+[\"']?+\\s*+(?:#.*+)?+");

    /** Another variable: then the map was never closed, which the problem of its own line says. */
    private static final Pattern OTHER =
            Pattern.compile("\\s*+(?:export\\s++)?[A-Za-z_]\\w*+\\s*+=.*");

    private final Pattern begin;

    /**
     * @param names of which some can be maps of models
     */
    MapLines(List<ImportedName> names) {
        String maps =
                names.stream()
                        .filter(name -> name.use() == Use.MODELS)
                        .map(name -> Pattern.quote(name.name()))
                        .collect(joining("|"));
        this.begin =
                Pattern.compile(
                        maps.isEmpty()
                                ? "(?!)"
                                : "\\s*+(?:export\\s++)?+(?:"
                                        + maps
                                        + ")\\s*+=\\s*+[\"']?+\\s*+\\{[^}]*+");
    }

    /** How many of the lines the first one goes on in, itself included. */
    int length(List<String> lines) {
        if (!begin.matcher(lines.getFirst()).matches()) {
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
