package dev.sluice.config;

import java.util.List;

/** The configuration cannot be used; it carries every problem found, and all of them as text. */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidConfiguration(List<Problem> problems, String told) {
        // No stack trace: the reader is at fault in the file, not in the program.
        super(told, null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
