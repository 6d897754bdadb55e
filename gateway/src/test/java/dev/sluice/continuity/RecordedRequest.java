package dev.sluice.continuity;

import dev.sluice.testing.Answer;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completions request as a real front end sent it.
 *
 * @param headers whole lines, without those that belong to the connection
 */
record RecordedRequest(String headers, String body) {
    /** Tests run in the folder of their module. */
    private static final Path FOLDER = Path.of("..", "transcripts", "open-webui");

    private static final String ROUTE = "POST /v1/chat/completions HTTP/1.1\n";
    private static final Pattern BLOCKS = Pattern.compile("\n=========\n");
    private static final Pattern SKIPPED =
            Pattern.compile("(?im)^(host|content-length|authorization|accept-encoding): .*\n");

    /** The chat completions requests of a file of {@code transcripts/open-webui}, in order. */
    static List<RecordedRequest> read(String name) {
        var requests = new ArrayList<RecordedRequest>();
        for (String block : BLOCKS.split(text(name), -1)) {
            int start = block.indexOf(ROUTE);
            if (start < 0) {
                continue;
            }
            int head = block.indexOf("\n\n", start);
            String headers = block.substring(start + ROUTE.length(), head + 1);
            String body = block.substring(head, block.indexOf("\n--- answered", head)).strip();
            requests.add(new RecordedRequest(SKIPPED.matcher(headers).replaceAll(""), body));
        }
        return requests;
    }

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + ".txt"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
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
        Matcher lines = Pattern.compile("\n").matcher(headers);
        try (var client = gateway.client()) {
            return client.send(
                            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                                    .formatted(lines.replaceAll("\r\n"), length, body))
                    .answer();
        }
    }
}
