package dev.sluice.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A well-behaved client. */
final class DifyClient implements AutoCloseable {
    static final String CHAT = "/chat-messages";
    static final String WORKFLOW = "/workflows/run";
    static final String ASK =
            "{\"query\":\"Hello\",\"inputs\":{},\"user\":\"ann\",\"response_mode\":\"streaming\"}";
    static final String ASK_WORKFLOW =
            "{\"inputs\":{\"query\":\"你好 🚀\"},\"user\":\"ann\",\"response_mode\":\"streaming\"}";

    static final String COMPLETION = "/completion-messages";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;

    DifyClient(SimulatedDify dify) {
        this.url = dify.url();
    }

    HttpResponse<String> post(String path, String key, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** A run of the app, streamed. */
    HttpResponse<String> run(SimulatedApp app) throws IOException, InterruptedException {
        return post(path(app.mode()), app.key(), ask(app.mode()));
    }

    /** The same in one piece. */
    HttpResponse<String> runWhole(SimulatedApp app) throws IOException, InterruptedException {
        String body = ask(app.mode()).replace("\"streaming\"", "\"blocking\"");
        return post(path(app.mode()), app.key(), body);
    }

    /** The names of the events of a stream. */
    static List<String> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.replaceFirst("^data: \\{\"event\": ?\"(\\w+)\"(?s:.*)", "$1"))
                .toList();
    }

    static String path(Mode mode) {
        return switch (mode) {
            case CHAT, AGENT_CHAT, ADVANCED_CHAT, AGENT -> CHAT;
            case COMPLETION -> COMPLETION;
            case WORKFLOW -> WORKFLOW;
        };
    }

    static String ask(Mode mode) {
        return switch (mode) {
            case CHAT, AGENT_CHAT, ADVANCED_CHAT, AGENT -> ASK;
            case COMPLETION, WORKFLOW -> ASK_WORKFLOW;
        };
    }

    HttpResponse<String> delete(String path, String key, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The parts of a form, with {@code --b} before each. */
    HttpResponse<String> upload(String key, String parts) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url + "/files/upload"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(parts + "--b--\r\n"))
                        .build(),
                BodyHandlers.ofString());
    }

    static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    static String file(String name, String type, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n%s\r\n%s\r\n"
                .formatted(name, type.isEmpty() ? "" : "Content-Type: " + type + "\r\n", content);
    }

    HttpResponse<String> get(String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
    }
}
