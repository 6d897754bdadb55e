package dev.sluice.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The built distribution as a process of its own, with a configuration and state in one folder. */
final class Gateway implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 100;

    private final Process process;
    private final Path launcher;
    private final Path folder;
    private final URI url;

    private Gateway(Process process, Path launcher, Path folder, URI url) {
        this.process = process;
        this.launcher = launcher;
        this.folder = folder;
        this.url = url;
    }

    /** With one upstream for each of the models, all of them at one Dify. */
    static Gateway start(Path launcher, Path folder, URI dify, List<String> models)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("sluice.yaml"), configuration(dify, models));
        int port = freePort();
        var command = List.of(launcher.toString(), "serve", "--port", Integer.toString(port));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("gateway.log").toFile())
                        .start();
        var gateway =
                new Gateway(process, launcher, folder, URI.create("http://127.0.0.1:" + port));
        gateway.awaitReady();
        return gateway;
    }

    private static String configuration(URI dify, List<String> models) {
        return models.stream()
                .map(model ->
                        "  %s: {type: dify, url: '%s', key: %s, model: %s, mode: chat}%n"
                                .formatted(model, dify, SimulatedApps.key(model), model))
                .collect(Collectors.joining("", "upstreams:\n", ""));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        var ready = HttpRequest.newBuilder(url.resolve("/readyz")).timeout(START).build();
        long end = System.nanoTime() + START.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // It does not listen so far.
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        close();
        throw new IOException("the gateway does not start; see " + folder.resolve("gateway.log"));
    }

    /** The base URL of OpenAI clients. */
    String baseUrl() {
        return url + "/v1";
    }

    /** Makes a key as its owner would. */
    String createKey(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(launcher.toString(), "keys", "create"));
        command.addAll(List.of(arguments));
        Process making =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("keys.log").toFile())
                        .start();
        var key = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (making.waitFor() != 0) {
            throw new IOException(
                    String.join(" ", command) + " failed; see " + folder.resolve("keys.log"));
        }
        return key.strip();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
