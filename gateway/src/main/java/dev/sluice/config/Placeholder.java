package dev.sluice.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What stands for a value and was to be replaced by it: by another tool, or by hand. */
final class Placeholder {
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*)";

    /** Names in capitals where a password could read the same otherwise. */
    private static final String CAPITALS = "([A-Z_][A-Z0-9_]+)";

    /** In the forms of shells, Docker Compose, Windows, Helm and Ansible. */
    private static final List<Pattern> VARIABLES =
            List.of(
                    Pattern.compile("\\$\\{" + NAME + "(?::?[-?+=][^}]*)?}"),
                    Pattern.compile("^\\$" + CAPITALS + "$"),
                    Pattern.compile("^%" + CAPITALS + "%$"),
                    Pattern.compile("\\{\\{\\s*\\.?(?:[A-Za-z_]+\\.)*" + NAME + "\\s*}}"));

    private static final Pattern KEY =
            Pattern.compile(
                    "<.*>|(?:app|sk)-(?:[xX]{3,}|\\.{3,}|…|\\*{3,}|your[-_].*)"
                            + "|(?i:your[-_ ](?:[a-z]+[-_ ])?key|change[-_]?me)");

    private Placeholder() {}

    /** The name of the variable that the text refers to in another form than ours. */
    static Optional<String> variable(String text) {
        return VARIABLES.stream()
                .map(form -> form.matcher(text))
                .filter(found -> found.find())
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Whether it is an example of a key, as documentation prints them. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }
}
