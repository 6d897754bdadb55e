package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.docs.Document;
import dev.sluice.testing.Answer;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README, one after the other, as somebody types them. */
@Timeout(120)
final class ReadmeLinesTest {
    private static final Pattern KEY = Pattern.compile("sk-sluice-[A-Za-z0-9_-]{43}");
    private static final String COMMAND = "./sluice ";
    private static final String EXPORT = "export ";

    /** Not to meet another gateway; in the place of the README's port 8000. */
    private static final Map<String, String> ANY_PORT = Map.of("SLUICE_SERVER_PORT", "0");

    @TempDir private Path folder = Path.of("");

    @Test
    void a_gateway_is_configured_started_and_used() throws Exception {
        try (var dify = dify()) {
            write("sluice.yaml", "yaml", dify);
            var terminal = new Terminal();
            for (String line : block("sh", EXPORT).replace("app-...", "app-one").lines().toList()) {
                terminal.type(line);
            }
            try (var served = terminal.served()) {
                List<String> said = served.until("support ");
                assertThat(said.getLast()).startsWith("support  ok (chat,");
                var client = new KeyHolder(port(said), terminal.key());
                Answer answer = client.chat("assistant");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(client.chat("support-bot").status()).isEqualTo(200);

                inAnotherTerminal(answer.header("x-request-id"), port(said));
            }
        }
    }

    /** Which has none of the variables of the first. */
    private void inAnotherTerminal(String requestId, int port) throws Exception {
        var other = new Terminal();
        other.type("./sluice keys create desk");
        assertThat(new KeyHolder(port, other.key()).chat("assistant").status()).isEqualTo(200);
        other.type("./sluice keys list");
        assertThat(other.said).contains("laptop", "desk");
        other.type("./sluice explain " + requestId);
        assertThat(other.said).contains("laptop");
        other.type("./sluice backup");
    }

    @Test
    void an_opendify_is_taken_over() throws Exception {
        try (var dify = dify()) {
            write(".env", "properties", dify);
            var terminal = new Terminal();

            terminal.type("./sluice config check");
            terminal.type("./sluice migrate opendify " + folder);

            assertThat(folder.resolve("sluice.yaml"))
                    .content()
                    .contains("support-bot", "sales-bot");
        }
    }

    private static SimulatedDify dify() {
        return SimulatedDify.start(0)
                .app(SimulatedApp.chat("app-one").named("desk"))
                .app(SimulatedApp.chat("app-two").named("shop"));
    }

    private void write(String name, String language, SimulatedDify dify) throws IOException {
        String text = block(language, "https://api.dify.ai/v1");
        Files.writeString(
                folder.resolve(name), text.replace("https://api.dify.ai/v1", "" + dify.url()));
    }

    private static String block(String language, String with) throws IOException {
        return Document.at("README.md").blocks(language).stream()
                .filter(block -> block.contains(with))
                .findFirst()
                .orElseThrow();
    }

    private static int port(List<String> said) {
        String address =
                said.stream().filter(line -> line.contains("listens on")).findFirst().orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** What is typed in one of them, with its own variables. */
    private final class Terminal {
        private final Map<String, String> variables = new HashMap<>();
        private String said = "";
        private String key = "";
        private List<SluiceProcess> serving = List.of();

        void type(String line) throws Exception {
            String text = line.replaceFirst(" +#.*", "");
            if (text.startsWith(EXPORT)) {
                String[] parts = text.substring(EXPORT.length()).split("=", 2);
                variables.put(parts[0], parts[1]);
            } else if (text.startsWith(COMMAND)) {
                run(List.of(text.substring(COMMAND.length()).split(" ", -1)));
            }
        }

        private void run(List<String> words) throws Exception {
            if (words.getFirst().equals("serve")) {
                var environment = new HashMap<>(variables);
                environment.putAll(ANY_PORT);
                serving = List.of(SluiceProcess.start(folder, environment, words));
                return;
            }
            try (var process = SluiceProcess.start(folder, variables, words)) {
                var end = process.end();
                said = end.out();
                assertThat(end.exit()).as(said).isZero();
                var found = KEY.matcher(said);
                key = found.find() ? found.group() : key;
            }
        }

        SluiceProcess served() {
            return serving.getFirst();
        }

        String key() {
            return key;
        }
    }
}
