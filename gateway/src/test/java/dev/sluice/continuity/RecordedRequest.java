package dev.sluice.continuity;

import dev.sluice.testing.Answer;
import dev.sluice.testing.RecordedRequests;
import dev.sluice.testing.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completions request as a real front end sent it.
 *
 * @param headers whole lines with their ends, without those that belong to the connection
 */
record RecordedRequest(String headers, String body) {
    private static final String ROUTE = "/v1/chat/completions";

    /** The chat completions requests of a file of {@code transcripts/open-webui}, in order. */
    static List<RecordedRequest> read(String name) {
        return RecordedRequests.of("open-webui/" + name + ".txt").stream()
                .filter(request -> request.path().equals(ROUTE))
                .map(request -> request.without("Authorization"))
                .map(request -> new RecordedRequest(request.headerLines(), request.body()))
                .toList();
    }

    static RecordedRequest read(String name, int index) {
        return read(name).get(index);
    }

    /** The same with only so many of its messages. */
    RecordedRequest firstMessages(int count) {
        ObjectNode json = json();
        var kept = (ArrayNode) json.get("messages");
        while (kept.size() > count) {
            kept.remove(kept.size() - 1);
        }
        return new RecordedRequest(headers, json.toString());
    }

    /** The same with another text in the place of one, in headers and body. */
    RecordedRequest with(String text, String other) {
        return new RecordedRequest(headers.replace(text, other), body.replace(text, other));
    }

    /** The text of one of its messages; the first is number 0. */
    String message(int number) {
        return json().at("/messages/" + number + "/content").asString();
    }

    private ObjectNode json() {
        return (ObjectNode) JsonMapper.shared().readTree(body);
    }

    Answer send(TestGateway gateway) {
        // Each byte of a header as a character of its own, as it was written.
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        try (var client = gateway.client()) {
            return client.send(
                            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                                    .formatted(headers, length, body))
                    .answer();
        }
    }
}
