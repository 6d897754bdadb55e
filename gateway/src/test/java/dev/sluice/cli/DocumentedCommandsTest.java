package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.docs.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentedCommandsTest {
    /** In code spans and blocks, and in the messages of the program. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:`|\\./|^ +|code )sluice ([a-z]+)", Pattern.MULTILINE);

    /** The launcher does these itself; the last has no options. */
    private static final String TEST = "test";

    private static final String ACCEPTANCE = "acceptance";

    private static final String PREPARE = "prepare";
    private static final Path LAUNCHER = Path.of("../sluice");
    private static final List<String> MODULES = List.of("protocol", "testkit", "gateway");

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_that_is_named_somewhere_has_its_help(String command) throws Exception {
        switch (command) {
            case TEST, ACCEPTANCE -> assertThat(launched(command, "--help")).isZero();
            case PREPARE -> assertThat(LAUNCHER).content().contains("= prepare ]");
            // All the others are the program's.
            default -> {
                var help = Invocation.of(command, "--help");
                assertThat(help.exit()).isEqualTo(ExitCode.FINE.number());
                // Of a word it does not know, the program tells its own help.
                assertThat(help.out()).startsWith("Usage: sluice " + command + " ");
            }
        }
    }

    private static int launched(String... arguments) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments))
                                .toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    static Set<String> commands() throws IOException {
        var texts = new ArrayList<String>();
        for (Document document : Document.all()) {
            texts.add(document.text());
        }
        for (String module : MODULES) {
            Path sources = Path.of("..", module, "src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        var named = new TreeSet<String>();
        for (String text : texts) {
            COMMAND.matcher(text).results().forEach(found -> named.add(found.group(1)));
        }
        assertThat(named).contains("serve", "demo", "test");
        return named;
    }
}
