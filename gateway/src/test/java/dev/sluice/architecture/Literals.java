package dev.sluice.architecture;

import com.sun.source.tree.LiteralTree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which names the texts of the product may hold. */
final class Literals {
    private static final Pattern PREDECESSOR =
            Pattern.compile("opendify|open_webui|aivonx", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPATIBILITY = Pattern.compile(".*/dev/sluice/compat/.*");
    private static final Pattern TESTS = Pattern.compile(".*/src/test/.*");

    /** The help of commands, which names what they take over. */
    private static final Set<String> HELP =
            Set.of(
                    "ConfigCommand.java",
                    "MigrateCommand.java",
                    "MigrateOpenDifyCommand.java",
                    "ServeCommand.java");

    private static final String COMMANDS = "gateway/src/main/java/dev/sluice/cli/";

    static final List<SourceRule> ALL =
            List.of(
                    new SourceRule(
                            "a predecessor is named in compat only",
                            "have the text handed in from the predecessor's package below compat",
                            "final class Former { String user = \"Open_WebUI_default\"; }",
                            (source, _) -> predecessors(source)));

    private Literals() {}

    private static Stream<SourceRule.Offence> predecessors(Source source) {
        String path = source.path();
        boolean allowed =
                COMPATIBILITY.matcher(path).matches()
                        || TESTS.matcher(path).matches()
                        || HELP.stream().map(COMMANDS::concat).anyMatch(path::equals);
        return allowed
                ? Stream.empty()
                : source.all(LiteralTree.class)
                        .filter(literal ->
                                literal.getValue() instanceof String text
                                        && PREDECESSOR.matcher(text).find())
                        .map(literal -> source.offence(literal, literal + " names a predecessor"));
    }
}
