package dev.sluice.config;

import java.util.Objects;

/**
 * Where something stands, counted from one; line zero is the file, or the command line, as a whole.
 */
record Place(String file, int line, int column) {
    Place {
        Objects.requireNonNull(file);
    }

    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    /** The nth character, from zero, of a text within one file. */
    static Place at(String file, String text, int index) {
        int lineStart = text.lastIndexOf('\n', index - 1) + 1;
        int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        return new Place(file, line, index - lineStart + 1);
    }
}
