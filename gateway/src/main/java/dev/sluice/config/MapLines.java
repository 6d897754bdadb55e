package dev.sluice.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds a map of models that is broken into several lines, which an environment file does not
 * allow.
 */
final class MapLines {
    private static final Pattern BEGIN =
            Pattern.compile(
                    "\\s*+(?:export\\s++)?+(?:"
                            + ImportedName.MODEL_CONFIG
                            + "|"
                            + ImportedName.DIFY_MODEL_MAP
                            + ")\\s*+=\\s*+[\"']?+\\s*+\\{[^}]*+");
    private static final Pattern END = Pattern.compile("[^}]*+}\\s*+[\"']?+\\s*+(?:#.*+)?+");

    /** Another variable: then the map was never closed, which the problem of its own line says. */
    private static final Pattern OTHER =
            Pattern.compile("\\s*+(?:export\\s++)?[A-Za-z_]\\w*+\\s*+=.*");

    private MapLines() {}

    /** How many of the lines the first one goes on in, itself included. */
    static int length(List<String> lines) {
        if (!BEGIN.matcher(lines.getFirst()).matches()) {
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
