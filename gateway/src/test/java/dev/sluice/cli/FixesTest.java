package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.access.AccessConfig;
import dev.sluice.compat.opendify.OpenDifyFormat;
import dev.sluice.config.Configuration;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.Overrides;
import dev.sluice.docs.Document;
import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fix that the program prints is one that the program takes. */
final class FixesTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-app");
    private static final String NAME = "NAME";

    /** A line of the configuration within backticks, as it can be pasted into the file. */
    private static final Pattern LINE = Pattern.compile("`(([a-z]+): \\{[^`]+})`");

    /** The same in a form that YAML does not take. */
    private static final Pattern DOTTED = Pattern.compile("`[a-z_]+(?:\\.[A-Za-z_]+)+: ?[^`]+`");

    private static final String UPSTREAMS =
            "upstreams: {support: {type: dify, url: 'http://127.0.0.1:9/v1', key: app-a}}";

    private static final Set<String> SECTIONS =
            Set.of(
                    "server",
                    "access",
                    "cors",
                    "data",
                    "log",
                    "records",
                    "conversations",
                    "chats",
                    "upstreams",
                    "models");

    private static final Pattern SETTING =
            Pattern.compile(
                    "(?<![\\w/.-])(?:server|access|cors|data|log|records|conversations|chats|upstreams|models"
                            + "|deadlines)\\.[A-Za-z_]+(?:\\.[A-Za-z_]+)*");

    private static final Pattern COMMAND =
            Pattern.compile("`(?:\\./)?sluice ([a-z]+(?: [a-z]+)*)((?: [^`]*)?)`");

    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED = Pattern.compile("\\s*\\+\\s*");
    private static final Pattern JOINED_BY_VALUE =
            Pattern.compile("\\s*\\+\\s*[\\w.()]+\\s*\\+\\s*");

    /** The launcher does these itself; DocumentedCommandsTest looks at them. */
    private static final Set<String> LAUNCHERS = Set.of("test", "prepare");

    /** What looks like a setting and is a file or a page. */
    private static final Set<String> NO_SETTINGS =
            Set.of("access.md", "conversations.md", "conversations.journal", "log.md", "server.js");

    /** What stands for a value that only a request has. */
    private static final Map<String, String> EXAMPLES =
            Map.of("cors", "https://chat.example.org", "access", "gate.lan");

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "https://chat.example.org",
        "http://10.1.2.3:3000",
        "http://[fd00::5]:3000",
        "https://my_page.example.org",
        "app://obsidian.md",
        "vscode-file://vscode-app",
        "vscode-webview://0abc-1",
        "tauri://localhost",
        "capacitor://localhost",
        "ionic://localhost",
        "file://",
        "chrome-extension://abcdefghijklmnop",
        "moz-extension://0a1b2c3d-0000-4000-8000-000000000000",
        "safari-web-extension://0A1B2C3D",
        "'null'"
    })
    void an_origin_that_is_listed_as_its_refusal_says_may_call(String origin) throws IOException {
        try (var gateway = TestGateway.with(APP).access(keys()).start()) {
            String key = "sk-of-the-file";
            Answer refused = get(gateway, "Origin: " + origin + "\r\n");
            gateway.reload(
                    pasted(Map.of(), shown(refused.fix()), "access: {keys: {me: " + key + "}}"));

            Answer answer =
                    get(gateway, "Origin: " + origin + "\r\nAuthorization: Bearer " + key + "\r\n");

            assertThat(refused.diagnosis()).isEqualTo("ORIGIN-REFUSED");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
        }
    }

    @ParameterizedTest
    @CsvSource({"gate.example.org", "my_container", "sluice", "9pm.example", "gate.example.org."})
    void a_host_that_is_listed_as_its_refusal_says_may_be_called(String host) throws IOException {
        try (var gateway = TestGateway.with(APP).start()) {
            Answer refused = under(gateway, host + ":8000");
            // Only the first of the two ways that it shows.
            String first = shown(refused.fix()).lines().findFirst().orElseThrow();
            gateway.reload(pasted(Map.of("SLUICE_ACCESS_MODE", "open"), first));

            assertThat(refused.diagnosis()).isEqualTo("HOST-REFUSED");
            assertThat(under(gateway, host + ":8000").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"a'b", "https://x/y", "http://", "x"})
    void an_origin_that_cannot_be_listed_is_not_told_to_be(String origin) {
        try (var gateway = TestGateway.with(APP).access(keys()).start()) {
            assertThat(get(gateway, "Origin: " + origin + "\r\n").fix())
                    .doesNotContain("cors.origins");
        }
    }

    @Test
    void keys_can_be_asked_for_as_a_refusal_in_open_mode_says() throws IOException {
        try (var gateway = TestGateway.with(APP).start()) {
            String fix = under(gateway, "gate.example.org").fix();
            String only = fix.substring(fix.indexOf("or use keys"));
            assertThat(shown(only)).isEqualTo("access: {mode: keys}");
            gateway.reload(pasted(Map.of(), shown(only)));

            assertThat(under(gateway, "gate.example.org").diagnosis()).isEqualTo("KEY-MISSING");
        }
    }

    static List<String> texts() throws IOException {
        var texts = new ArrayList<String>();
        for (String module : List.of("protocol", "gateway")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    texts.addAll(texts(Files.readString(file)));
                }
            }
        }
        return texts;
    }

    /** The texts of a source, those that it puts together as one, values as {@code NAME}. */
    private static List<String> texts(String source) {
        var texts = new ArrayList<String>();
        var last = new StringBuilder();
        int end = -1;
        var found = TEXT.matcher(source);
        while (found.find()) {
            String between = end < 0 ? "" : source.substring(end, found.start());
            if (JOINED_BY_VALUE.matcher(between).matches()) {
                last.append(NAME);
            } else if (!JOINED.matcher(between).matches()) {
                texts.add(last.toString());
                last.setLength(0);
            }
            last.append(found.group(1).replace("\\u", "").translateEscapes());
            end = found.end();
        }
        texts.add(last.toString());
        return texts.stream().map(text -> text.replaceAll("<[a-z]+>|%s", NAME)).toList();
    }

    static Set<String> settings() throws IOException {
        return texts().stream()
                .flatMap(text -> SETTING.matcher(text).results())
                .map(found -> found.group().replaceAll("\\.$", ""))
                .filter(named -> !NO_SETTINGS.contains(named))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_setting_that_a_text_names_is_one() throws IOException {
        List<String> known = known();

        assertThat(settings())
                .contains("access.hosts", "upstreams.NAME.url")
                .allSatisfy(
                        named -> assertThat(known).anyMatch(setting -> isPartOf(setting, named)));
    }

    /** That setting, all of that section, or one of any name. */
    private static boolean isPartOf(String setting, String named) {
        String path = named.startsWith("deadlines.") ? "upstreams.NAME." + named : named;
        String[] parts = path.split("\\.", -1);
        String[] known = setting.split("\\.", -1);
        return parts.length <= known.length
                && IntStream.range(0, parts.length)
                        .allMatch(i ->
                                parts[i].equals(known[i])
                                        || parts[i].equals(NAME)
                                        || known[i].equals(NAME));
    }

    private static List<String> known() throws IOException {
        String reference = "";
        for (Document document : Document.all()) {
            if (document.toString().endsWith("config.md")) {
                reference = document.text();
            }
        }
        return Pattern.compile("^\\| `([\\w.]+)` \\| `SLUICE_", Pattern.MULTILINE)
                .matcher(reference)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void a_line_of_the_configuration_that_a_text_shows_is_taken() throws IOException {
        var lines = new TreeSet<String>();
        for (String text : texts()) {
            shown(text).lines().forEach(lines::add);
        }

        assertThat(lines)
                .contains(
                        "cors: {origins: [\"NAME\"]}",
                        "access: {hosts: [\"NAME\"]}",
                        "access: {mode: keys}");
        for (String line : lines) {
            String example = EXAMPLES.getOrDefault(line.replaceFirst(":.*", ""), "support");
            String filled =
                    line.replace(NAME, example)
                            .replace("app-…", "app-a")
                            .replace(": KEY}", ": key-of-a-client}");
            assertThat(pasted(Map.of(), filled)).isNotNull();
        }
    }

    @Test
    void no_text_shows_a_line_of_the_configuration_with_a_dotted_name() throws IOException {
        assertThat(texts()).noneMatch(text -> DOTTED.matcher(text).find());
        for (Document document : Document.all()) {
            assertThat(document.text()).as(document.toString()).doesNotContainPattern(DOTTED);
        }
    }

    @Test
    void a_line_for_a_section_that_is_there_already_is_told_where_to_go() {
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() ->
                        pasted(Map.of(), "access: {mode: open}", "access: {hosts: [\"gate.lan\"]}"))
                .withMessageContaining(
                        "access stands here a second time; move what is in it to the first, in line 2, column 1");
    }

    static Set<String> commands() throws IOException {
        return texts().stream()
                .flatMap(text -> COMMAND.matcher(text).results())
                .map(found -> found.group(1) + "|" + found.group(2))
                .filter(command -> !LAUNCHERS.contains(command.split("\\|", 2)[0]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_command_that_a_text_names_has_its_words_and_options() throws IOException {
        assertThat(commands())
                .contains("keys create| NAME")
                .allSatisfy(command -> {
                    String[] parts = command.split("\\|", -1);
                    var words = new ArrayList<>(List.of(parts[0].split(" ", -1)));
                    words.add("--help");

                    var help = Invocation.of(words.toArray(String[]::new));

                    assertThat(help.exit()).isEqualTo(ExitCode.FINE.number());
                    assertThat(help.out()).startsWith("Usage: sluice " + parts[0] + " ");
                    assertThat(OPTION.matcher(parts[1]).results())
                            .allSatisfy(option -> assertThat(help.out()).contains(option.group()));
                });
    }

    @ParameterizedTest
    @CsvSource({"/metrics, --reads-status", "/v1/conversation/recent, --admin"})
    void a_key_that_is_made_as_its_refusal_says_may(String path, String option) throws IOException {
        try (var gateway = TestGateway.with(APP).access(keys()).start()) {
            String plain = created(gateway, "keys create plain");
            String fix = get(gateway, path, plain).fix();

            assertThat(fix).contains(option);
            String command = COMMAND.matcher(fix).results().findFirst().orElseThrow().group();
            String key = created(gateway, command.replaceAll("`|sluice |NAME", " ") + " other");
            assertThat(get(gateway, path, key).status()).isEqualTo(200);
        }
    }

    private static String created(TestGateway gateway, String command) {
        var words = new ArrayList<>(List.of(command.strip().split(" +", -1)));
        words.addAll(List.of("--data", gateway.folder().toString()));
        var made = Invocation.of(words.toArray(String[]::new));
        assertThat(made.exit()).as(made.err()).isZero();
        return made.out().strip();
    }

    private static Answer get(TestGateway gateway, String path, String key) {
        return get(gateway, path, "Host: localhost\r\nAuthorization: Bearer " + key + "\r\n", "");
    }

    private static AccessConfig keys() {
        return AccessConfig.of(AccessConfig.Mode.KEYS);
    }

    /** The lines of the configuration that a text shows, one a line. */
    private static String shown(String text) {
        return LINE.matcher(text)
                .results()
                .filter(line -> SECTIONS.contains(line.group(2)))
                .map(line -> line.group(1))
                .collect(Collectors.joining("\n"));
    }

    /** A file with these lines as they stand. */
    private AccessConfig pasted(Map<String, String> environment, String... lines)
            throws IOException {
        String yaml = String.join("\n", lines) + "\n";
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(file, yaml.contains("upstreams:") ? yaml : UPSTREAMS + "\n" + yaml);
        return Configuration.at(file, Overrides.NONE, environment)
                .importing(new OpenDifyFormat())
                .load()
                .access();
    }

    private static Answer get(TestGateway gateway, String headers) {
        return get(gateway, "/v1/models", "Host: localhost\r\n", headers);
    }

    private static Answer under(TestGateway gateway, String host) {
        return get(gateway, "/v1/models", "Host: " + host + "\r\n", "");
    }

    private static Answer get(TestGateway gateway, String path, String host, String headers) {
        try (var client = gateway.client()) {
            return client.send("GET " + path + " HTTP/1.1\r\n" + host + headers + "\r\n").answer();
        }
    }
}
