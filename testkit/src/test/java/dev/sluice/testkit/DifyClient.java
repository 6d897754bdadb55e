package dev.sluice.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A well-behaved client. */
final class DifyClient implements AutoCloseable {
    static final String CHAT = "/chat-messages";
    static final String WORKFLOW = "/workflows/run";
    static final String ASK =
            "{\"query\":\"Hello\",\"inputs\":{},\"user\":\"ann\",\"response_mode\":\"streaming\"}";
    static final String ASK_WORKFLOW =
            "{\"inputs\":{\"query\":\"你好 🚀\"},\"user\":\"ann\",\"response_mode\":\"streaming\"}";

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
