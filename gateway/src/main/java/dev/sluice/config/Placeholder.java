package dev.sluice.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands for a value and was to be replaced by it: by another tool, or by hand. */
final class Placeholder {
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*)";

    /** Names in capitals where a password could read the same otherwise. */
    private static final String CAPITALS = "([A-Z_][A-Z0-9_]+)";

    /** In the forms of shells, Docker Compose, Kubernetes, PowerShell, Windows and ERB. */
    private static final List<Pattern> WITHOUT_DOUBLED_BRACES =
            List.of(
                    Pattern.compile(
                            "\\$\\{\\s*(?:(?i:env)[:.])?" + NAME + "\\s*(?::?[-?+=][^}]*)?}"),
                    Pattern.compile("^\\$" + CAPITALS + "$"),
                    Pattern.compile("^\\$(?i:env):" + NAME + "$"),
                    Pattern.compile("\\$\\(\\s*" + NAME + "\\s*\\)"),
                    Pattern.compile("^%" + CAPITALS + "%$"),
                    Pattern.compile("<%=?\\s*(?:ENV[\\[.][\"']?)?" + NAME + "[^%]*%>"));

    /** Of Helm, Ansible and GitHub's workflows. */
    private static final Pattern DOUBLED_BRACES =
            Pattern.compile("\\$?\\{\\{\\s*\\.?(?:[A-Za-z_]+\\.)*" + NAME + "\\s*}}");

    private static final Pattern KEY =
            Pattern.compile(
                    "<.*>|(?:app|sk)-(?:[xX]{3,}|\\.{3,}|…|\\*{3,}|your[-_].*)"
                            + "|(?i:your[-_ ](?:[a-z]+[-_ ])?key|change[-_]?me)");

    private Placeholder() {}

    /** The name of the variable that the text refers to in another form than ours. */
    static Optional<String> variable(String text) {
        return name(forms(), text, Matcher::find);
    }

    /** The same, where braces have a meaning of their own. */
    static Optional<String> variableBesideBraces(String text) {
        return name(WITHOUT_DOUBLED_BRACES.stream(), text, Matcher::find);
    }

    /** The same, where the text is nothing else: a secret may hold anything. */
    static Optional<String> wholeVariable(String text) {
        return name(forms(), text, Matcher::matches);
    }

    private static Stream<Pattern> forms() {
        return Stream.concat(WITHOUT_DOUBLED_BRACES.stream(), Stream.of(DOUBLED_BRACES));
    }

    private static Optional<String> name(
            Stream<Pattern> forms, String text, Predicate<Matcher> holds) {
        return forms.map(form -> form.matcher(text))
                .filter(holds)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Whether it is an example of a key, as documentation prints them. */
    static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }
}
