package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.access.Grants;
import dev.sluice.records.RecordJson;
import dev.sluice.records.RequestRecords;
import dev.sluice.records.Story;
import dev.sluice.telemetry.LogConfig;
import dev.sluice.telemetry.Logging;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said and what is secret, marked, and then looked for everywhere it must not be. */
final class CanariesTest {
    private static final String CANARY = "canary";
    private static final String WHOSE = "robin-of";
    private static final String KEY = "sk-canary-of-the-key";
    private static final int MOST_OF_AN_ERROR = 300;
    private static final String ERROR = "canary-of-the-error " + "e".repeat(1_000);
    private static final String OPTIONS =
            "\"user\":\"canary-of-the-user\",\"metadata\":{\"user_id\":\"canary-of-the-user\",\"chat_id\":\"canary-of-a-chat\"},\"conversation_id\":\"canary-of-the-conversation\",\"dify\":{\"inputs\":{\"a\":\"canary-of-the-inputs\"},\"files\":[{\"type\":\"image\",\"transfer_method\":\"local_file\",\"upload_file_id\":\"canary-of-the-file\"}]}";

    private final List<Answer> answers = new ArrayList<>();
    private String speaker = "";
    private String admin = "";

    @Test
    void nothing_said_and_no_secret_is_in_the_log_the_records_the_metrics_or_other_answers()
            throws IOException {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var out = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        try (var error = new StandardError();
                var gateway = gateway()) {
            Logging.apply(new LogConfig(LogConfig.Level.DEBUG, LogConfig.Format.JSON));
            root.setLevel(Level.TRACE);
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            converse(gateway);

            String others = others(gateway);
            String told = told(gateway);

            String said = error.text() + out.toString(StandardCharsets.UTF_8) + others + told;
            // Users and chats are remembered by their names, and told to nobody.
            assertThat(said).doesNotContainIgnoringCase(WHOSE);
            String everything = said + files(gateway.folder());
            // Where nothing is, nothing can be found.
            assertThat(everything)
                    .contains("\"message\":\"request\"", "sluice_requests", "MODEL-UNKNOWN")
                    .contains("REQUEST-MALFORMED", "STREAM-TRUNCATED", "KEY-INVALID", "speaker")
                    .contains("\"level\":\"TRACE\"")
                    .doesNotContainIgnoringCase(CANARY)
                    .doesNotContain(speaker, admin);
        } finally {
            Logging.apply(LogConfig.DEFAULT);
            System.setOut(stdout);
        }
    }

    @Test
    void of_an_upstreams_error_the_caller_reads_only_the_beginning() {
        try (var gateway = gateway();
                var client = gateway.client()) {
            String json = Question.to("refusing").json();

            String body = client.send(chat(KEY, json.length()) + json).answer().body();

            assertThat(body).doesNotContain("e".repeat(MOST_OF_AN_ERROR));
        }
    }

    private static TestGateway gateway() {
        var cut = new Fault.Cut(600, Fault.Ending.RESET);
        var keys = List.of(new ConfiguredKey("configured", KEY));
        var mode = AccessConfig.Mode.KEYS;
        return TestGateway.with(
                        app("whole"),
                        app("cut").failing(cut),
                        app("failing").failing(new Fault.FailedRun(1, ERROR)),
                        app("refusing").failing(new Fault.JsonError(400, "invalid_param", ERROR)),
                        app("broken").failing(new Fault.HtmlPage(502)),
                        SimulatedApp.chatflow("app-canary-flow").named("flow").saying("canary"))
                .access(new AccessConfig(mode, false, keys, List.of(), List.of()))
                .records(1_000)
                .start();
    }

    private static SimulatedApp app(String name) {
        return SimulatedApp.chat("app-canary-" + name)
                .named(name)
                .saying("canary", "-of-the-answer");
    }

    private void converse(TestGateway gateway) {
        var keys = gateway.gateway().keys();
        speaker = keys.create("speaker", Grants.CHAT.speakingForUsers()).key();
        admin = keys.create("root", Grants.ALL).key();
        await().until(() -> get(gateway, "/metrics", admin).status() == 200);
        for (String model : List.of("whole", "cut", "failing", "refusing", "broken", "flow")) {
            var question = Question.to(model).saying("canary-of-the-prompt");
            for (String key : List.of(KEY, speaker, "sk-canary-of-nobody")) {
                ask(gateway, key, question.json());
                ask(gateway, key, question.streamed().json());
                ask(gateway, key, question.with(OPTIONS).streamed().json());
            }
        }
        ask(gateway, KEY, "{\"canary\":");
        ask(gateway, KEY, "{\"model\":\"whole\",\"messages\":[{\"role\":\"canary\"}]}");
        answers.add(get(gateway, "/v1/models/x?canary", KEY));
        answers.add(get(gateway, "/canary", KEY));
        answers.add(get(gateway, "/canary%5c", KEY));
        answers.add(get(gateway, "/canary#", KEY));
    }

    private void ask(TestGateway gateway, String key, String json) {
        try (var client = gateway.client()) {
            answers.add(client.send(chat(key, json.length()) + json).answer());
        }
    }

    /** What later callers read. */
    private String others(TestGateway gateway) {
        return Stream.of("/metrics", "/v1/models", "/readyz", "/v1/models/nobody", "/nowhere")
                .map(path -> get(gateway, path, admin))
                .map(answer -> answer.headers() + answer.body())
                .collect(Collectors.joining("\n"));
    }

    /** What `explain` tells of each, when all are kept. */
    private String told(TestGateway gateway) {
        var records = RequestRecords.in(gateway.folder()).orElseThrow();
        return answers.stream()
                .map(answer -> answer.header("x-request-id"))
                .map(id -> {
                    await().until(() -> records.find(id).isPresent());
                    return records.find(id).orElseThrow();
                })
                .map(record -> Story.of(record) + RecordJson.write(record))
                .collect(Collectors.joining("\n"));
    }

    private static Answer get(TestGateway gateway, String path, String key) {
        try (var client = gateway.client()) {
            return client.send(
                            "GET %s HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n"
                                    .formatted(path, key))
                    .answer();
        }
    }

    private static String chat(String key, int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nCookie: canary\r\nUser-Agent: aiohttp/3\r\nX-OpenWebUI-User-Id: robin-of-a-user\r\nX-OpenWebUI-Chat-Id: robin-of-the-chat\r\nX-OpenWebUI-User-Jwt: canary-of-the-token\r\nContent-Length: %d\r\n\r\n"
                .formatted(key, length);
    }

    private static String files(Path folder) throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
