package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ResponseHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One exchange with a real Dify, from the recordings in {@code transcripts}.
 *
 * @param request the request line
 * @param asked the request's body
 */
record Recording(String request, String asked, ResponseHead head, String body) {
    private static final Path FOLDER = Path.of("..", "transcripts", "dify-1.16.1");
    private static final List<String> RUNS =
            List.of("/v1/chat-messages", "/v1/completion-messages", "/v1/workflows/run");

    /** The names of all recordings, without their index. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("00-"))
                    .map(name -> name.replace(".txt", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Recording> read(String name) {
        try {
            String text = Files.readString(FOLDER.resolve(name + ".txt"));
            List<Recording> exchanges = new ArrayList<>();
            for (String exchange : text.split("\n>>> request\n", -1)) {
                if (exchange.contains("\n<<< response\n")) {
                    exchanges.add(exchange(exchange));
                }
            }
            return exchanges;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRun() {
        return request.startsWith("POST ") && RUNS.contains(path());
    }

    String path() {
        return request.split(" ", -1)[1];
    }

    boolean isStream() {
        return head.status() == 200 && head.header("content-type").startsWith("text/event-stream");
    }

    CallResponse response() {
        return new CallResponse(head, body);
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    /** What kind of app it was, by where it was asked and what only such an app sends. */
    String mode(String recording) {
        if (path().equals("/v1/workflows/run")) {
            return "workflow";
        }
        if (path().equals("/v1/completion-messages")) {
            return "completion";
        }
        if (recording.startsWith("new-agent")) {
            return "agent";
        }
        if (body.contains("\"workflow_started\"")) {
            return "advanced-chat";
        }
        return body.contains("\"agent_thought\"") ? "agent-chat" : "chat";
    }

    private static Recording exchange(String text) {
        String[] sides = text.split("\n<<< response\n", 2);
        String[] request = sides[0].split("\n\n", 2);
        String response = response(sides[1]);
        int blank = response.indexOf("\n\n");
        String headText = blank < 0 ? response : response.substring(0, blank);
        String body = blank < 0 ? "" : response.substring(blank + 2);
        ResponseHead head = head(headText);
        return new Recording(
                request[0].lines().findFirst().orElse(""),
                request.length < 2 ? "" : request[1].strip(),
                head,
                body.startsWith("[+") ? timed(body) : body);
    }

    /** Up to the line about its end; one that was cut off has a line that says so instead. */
    private static String response(String text) {
        int end = Math.max(text.lastIndexOf("\n<<< end"), text.lastIndexOf("\n… cut here"));
        return text.substring(0, Math.max(end, 0));
    }

    private static ResponseHead head(String text) {
        List<String> lines = text.lines().toList();
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] header = line.split(": *", 2);
            headers.putIfAbsent(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new ResponseHead(Integer.parseInt(lines.getFirst().split(" ", -1)[1]), headers);
    }

    /** A body kept with the times of its reads: literals of Python, with head and chunk framing. */
    private static String timed(String body) {
        StringBuilder read = new StringBuilder();
        for (String line : body.split("\n", -1)) {
            int from = line.indexOf("] '");
            if (from > 0) {
                read.append(unescaped(line.substring(from + 3, line.length() - 1)));
            }
        }
        return dechunked(read.substring(read.indexOf("\r\n\r\n") + 4));
    }

    private static String unescaped(String literal) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = literal.charAt(++i);
            text.append(escaped == 'r' ? '\r' : escaped == 'n' ? '\n' : escaped);
        }
        return text.toString();
    }

    /** Its sizes no longer hold, since names and keys were replaced. */
    private static String dechunked(String framed) {
        return framed.replaceAll("(^|\r\n)[0-9A-Fa-f]+\r\n", "");
    }
}
