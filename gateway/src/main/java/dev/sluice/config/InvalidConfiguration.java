package dev.sluice.config;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** The configuration cannot be used; it carries every problem found, one a line. */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidConfiguration(List<Problem> problems) {
        // No stack trace: the reader is at fault in the file, not in the program.
        super(problems.stream().map(Problem::toString).collect(joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
