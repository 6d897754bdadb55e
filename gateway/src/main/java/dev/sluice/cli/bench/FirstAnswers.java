package dev.sluice.cli.bench;

import dev.sluice.testkit.load.LoadRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a server that has just been started until it answers. */
final class FirstAnswers {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 1;
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Workbench bench;

    FirstAnswers(Workbench bench) {
        this.bench = bench;
    }

    /** When the first plain request and the first chat were answered. */
    record Times(long plainNanos, long chatNanos) {}

    Times await(Server server) throws InterruptedException {
        LoadRequest plain =
                server.contender().isSluice()
                        ? LoadRequest.get(server.url().resolve("/healthz"), "")
                        : bench.plain(server);
        await(plain, server);
        long plainNanos = System.nanoTime();
        await(bench.chat(server, BenchApp.SHORT, false), server);
        return new Times(plainNanos, System.nanoTime());
    }

    private static void await(LoadRequest request, Server server) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!answers(request)) {
            if (System.nanoTime() > deadline) {
                throw new BenchFailedException(
                        "%s did not answer %s within %d s of its start; it last said:%n%s"
                                .formatted(
                                        server.contender().label(),
                                        request.url(),
                                        LIMIT.toSeconds(),
                                        server.lastWords()));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean answers(LoadRequest request) {
        try {
            var connection = (HttpURLConnection) request.url().toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestMethod(request.method());
            connection.setRequestProperty("Authorization", "Bearer " + request.bearer());
            connection.setRequestProperty("Connection", "close");
            if (!request.body().isEmpty()) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                try (var body = connection.getOutputStream()) {
                    body.write(request.body().getBytes(StandardCharsets.UTF_8));
                }
            }
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return false;
            }
            try (var answer = connection.getInputStream()) {
                return answer.readAllBytes().length > 0;
            }
        } catch (IOException _) {
            // Nobody listens yet.
            return false;
        }
    }
}
