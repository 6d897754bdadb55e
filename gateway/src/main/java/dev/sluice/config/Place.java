package dev.sluice.config;

import java.util.Objects;

/**
 * Where something stands, counted from one; line zero is a source as a whole, and line -1 is no
 * place at all, but the default of another system.
 */
public record Place(String file, int line, int column) {
    static final Place ENVIRONMENT = whole("environment");
    public static final Place COMMAND_LINE = whole("command line");

    private static final int NOWHERE = -1;

    public Place {
        Objects.requireNonNull(file);
    }

    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    /** Of what another system takes where nothing is set. */
    public static Place defaultOf(String system) {
        return new Place("default of " + system, NOWHERE, 0);
    }

    boolean isDefault() {
        return line == NOWHERE;
    }

    /** The nth character, from zero, of a text within one file. */
    static Place at(String file, String text, int index) {
        int lineStart = text.lastIndexOf('\n', index - 1) + 1;
        int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        return new Place(file, line, index - lineStart + 1);
    }

    /**
     * For people who ask where a value comes from.
     *
     * @param label of the value, which in a YAML file is the setting itself
     */
    String origin(String label) {
        if (equals(COMMAND_LINE)) {
            return label;
        }
        if (isDefault()) {
            return file;
        }
        boolean own = Variable.isOwn(label);
        boolean variable = own || Character.isUpperCase(label.charAt(0));
        if (isInFile() && !variable) {
            return file + ":" + line + ":" + column;
        }
        String source = isInFile() ? file + ":" + line : file;
        return source + " " + label + (own ? "" : " (imported)");
    }

    /** Whether it stands in a file, so that what it names is found beside that. */
    public boolean isInFile() {
        return line > 0;
    }
}
