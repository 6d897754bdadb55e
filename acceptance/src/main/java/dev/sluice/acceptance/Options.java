package dev.sluice.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param clients those that were named; none means all
 * @param scenarios the same
 * @param folder where clients are installed
 */
record Options(
        List<String> clients, List<String> scenarios, Path folder, boolean markdown, boolean list) {
    Options {
        clients = List.copyOf(clients);
        scenarios = List.copyOf(scenarios);
    }

    static Options parse(List<String> arguments, Path usualFolder) {
        List<String> clients = new ArrayList<>();
        List<String> scenarios = new ArrayList<>();
        Path folder = usualFolder;
        boolean markdown = false;
        boolean list = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--markdown" -> markdown = true;
                case "--list" -> list = true;
                case "--scenario" -> scenarios.add(value(word, rest));
                case "--clients-dir" -> folder = Path.of(value(word, rest)).toAbsolutePath();
                // Everything else names a client, or is a mistake.
                default -> clients.add(name(word));
            }
        }
        return new Options(clients, scenarios, folder, markdown, list);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + ": a value is missing after it");
        }
        return rest.next();
    }

    private static String name(String word) {
        if (word.startsWith("-")) {
            throw new UsageException("there is no option " + word);
        }
        return word;
    }

    /** The command line is not understood. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }

        String told() {
            return getMessage() + "; see ./sluice acceptance --help";
        }
    }
}
