package dev.sluice.config;

import java.util.Objects;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;

/**
 * A file that is no YAML, told in a sentence of ours: the parser's own message quotes the line, and
 * with it perhaps a key.
 */
record YamlFault(Place place, String message) {
    YamlFault {
        Objects.requireNonNull(place);
        Objects.requireNonNull(message);
    }

    static YamlFault in(String file, String text, JacksonException fault) {
        if (!(fault.getCause() instanceof MarkedYamlEngineException marked)) {
            return unmarked(file, fault);
        }
        var found =
                marked.getProblemMark().map(mark -> place(file, mark)).orElse(Place.whole(file));
        var began = marked.getContextMark().map(mark -> place(file, mark)).orElse(found);
        String context = Objects.requireNonNullElse(marked.getContext(), "");
        String problem = Objects.requireNonNullElse(marked.getProblem(), "");
        int first = Math.min(began.line(), found.line() - 1);
        var slip = YamlSlip.in(file, text.lines().toList(), first, found.line());
        if (slip.isPresent()) {
            return slip.get();
        }
        if (indentedByTab(text, found.line())) {
            return new YamlFault(found, "a tab stands before the first word; indent with spaces");
        }
        if (context.contains("quoted scalar") && problem.contains("end of stream")) {
            return new YamlFault(began, "this quote is never closed; add the closing quote");
        }
        if (context.contains("flow")) {
            return new YamlFault(
                    began, "after this bracket a comma or the closing bracket is missing; add it");
        }
        return new YamlFault(found, sentence(problem));
    }

    private static YamlFault unmarked(String file, JacksonException fault) {
        var location = fault.getLocation();
        Place place =
                location == null
                        ? Place.whole(file)
                        : new Place(file, location.getLineNr(), location.getColumnNr());
        boolean key = fault.getOriginalMessage().contains("property name");
        return new YamlFault(
                place,
                key
                        ? "a key must be a single word or text; write name: value"
                        : "brackets or sections are nested too deeply; remove some");
    }

    void report(Findings findings) {
        findings.problem(place, message);
    }

    private static String sentence(String problem) {
        if (problem.contains("mapping values are not allowed")) {
            return "a colon stands where none can; mend the indentation, or put the value in quotes";
        }
        if (problem.contains("cannot start any token")) {
            return "a value cannot begin with this character; put the value in quotes";
        }
        if (problem.contains("escape character")) {
            return "this backslash escape does not exist; use single quotes";
        }
        return "this is no YAML; check the indentation, the quotes and the brackets around it";
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static boolean indentedByTab(String text, int line) {
        String found = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
        String indentation = found.substring(0, found.length() - found.stripLeading().length());
        return indentation.contains("\t");
    }
}
