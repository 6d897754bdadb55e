package dev.sluice.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Open WebUI as a server of its own, with a person before it in a headless Chromium. */
final class OpenWebUi implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(6);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 500;

    /** As docs/guides/open-webui.md tells an administrator to write them. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "X-OpenWebUI-User-Id", "{{USER_ID}}",
                    "X-OpenWebUI-Chat-Id", "{{CHAT_ID}}",
                    "X-OpenWebUI-Task", "{{TASK}}",
                    "X-OpenWebUI-Message-Id", "{{MESSAGE_ID}}",
                    "X-OpenWebUI-Parent-Id", "{{USER_MESSAGE_PARENT_ID}}");

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "OFFLINE_MODE", "true",
                    "HF_HUB_OFFLINE", "1",
                    "RAG_EMBEDDING_ENGINE", "openai",
                    "ENABLE_OLLAMA_API", "false",
                    "BYPASS_MODEL_ACCESS_CONTROL", "true",
                    "ANONYMIZED_TELEMETRY", "false",
                    "WEBUI_SECRET_KEY", "acceptance");

    private final Process server;
    private final Adapter browser;
    private final Path picture;

    private OpenWebUi(Process server, Adapter browser, Path picture) {
        this.server = server;
        this.browser = browser;
        this.picture = picture;
    }

    /**
     * Starts both, and makes the gateway known.
     *
     * @param home where Open WebUI is installed
     * @param driver what starts the program that acts as a person, but for its arguments
     */
    static OpenWebUi start(Path home, List<String> driver, Path work, String gateway, String key)
            throws IOException, InterruptedException {
        int port = Gateway.freePort();
        URI url = URI.create("http://127.0.0.1:" + port);
        Process server = startServer(home, work, port);
        try {
            awaitHealth(server, url);
            var command = new ArrayList<>(driver);
            command.add(url.toString());
            command.add(chromium().orElseThrow());
            Adapter browser = Adapter.start(command, work.resolve("browser.log"));
            var ui = new OpenWebUi(server, browser, work.resolve("failed.png"));
            ui.act("setup", Map.of("url", gateway, "key", key, "headers", HEADERS));
            return ui;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            server.destroyForcibly();
            throw failed;
        }
    }

    private static Process startServer(Path home, Path work, int port) throws IOException {
        Path data = Files.createDirectories(work.resolve("open-webui"));
        var builder =
                new ProcessBuilder(
                                home.resolve("bin/open-webui").toString(),
                                "serve",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port))
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("open-webui.log").toFile());
        builder.environment().putAll(SETTINGS);
        builder.environment().put("DATA_DIR", data.toString());
        return builder.start();
    }

    private static void awaitHealth(Process server, URI url)
            throws IOException, InterruptedException {
        var health = HttpRequest.newBuilder(url.resolve("/health")).timeout(START).build();
        long end = System.nanoTime() + START.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && server.isAlive()) {
                try {
                    if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // It does not listen so far.
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        throw new IOException("Open WebUI does not start");
    }

    /** The Chromium of this machine. */
    static Optional<String> chromium() throws InterruptedException {
        for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
            if (Installation.succeeds(List.of(name, "--version"))) {
                return Optional.of(pathOf(name));
            }
        }
        return Optional.empty();
    }

    private static String pathOf(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(program);
    }

    /** Does something as the person; the answer is what the messages of the page then show. */
    List<String> act(String action, Map<String, Object> details) {
        Map<String, Object> line = new LinkedHashMap<>(details);
        line.put("action", action);
        line.put("picture", picture.toString());
        JsonNode answer = browser.ask(JsonMapper.shared().writeValueAsString(line));
        String error = answer.path("error").asString("");
        if (!error.isEmpty()) {
            throw new Adapter.AdapterException(error, picture);
        }
        return answer.path("shown").valueStream().map(JsonNode::asString).toList();
    }

    void open(String person, String model) {
        act("open", Map.of("person", person, "model", model));
    }

    List<String> send(String text) {
        return act("send", Map.of("text", text));
    }

    List<String> reload() {
        return act("reload", Map.of());
    }

    @Override
    public void close() {
        browser.close();
        server.destroy();
        try {
            if (!server.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
