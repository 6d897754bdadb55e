package dev.sluice.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One chat as a client has it, printed while it comes. */
final class DemoChat {
    private static final String QUESTION =
            """
            {"model":"assistant","stream":true,"messages":[{"role":"user","content":"Hello"}]}
            """;
    private static final String DATA = "data: ";
    private static final int OK = 200;

    private DemoChat() {}

    /** Returns the id of the request. */
    static String stream(String base, String key, PrintWriter out)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                        .build();
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<Stream<String>> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofLines());
            var mapper = new JsonMapper();
            try (Stream<String> lines = answer.body()) {
                lines.filter(line -> line.startsWith(DATA + "{"))
                        .map(line -> mapper.readTree(line.substring(DATA.length())))
                        .forEach(chunk -> print(chunk, out));
            }
            out.println();
            if (answer.statusCode() != OK) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "the demo's chat was answered " + answer.statusCode());
            }
            return answer.headers().firstValue("x-request-id").orElse("");
        }
    }

    private static void print(JsonNode chunk, PrintWriter out) {
        if (chunk.has("error")) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "the demo's chat failed: " + chunk.path("error"));
        }
        out.print(chunk.at("/choices/0/delta/content").asString(""));
        out.flush();
    }
}
