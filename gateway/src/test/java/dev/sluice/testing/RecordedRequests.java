package dev.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the requests of a recording of a client, in the order in which they were sent. */
public final class RecordedRequests {
    private static final Path TRANSCRIPTS = Path.of("../transcripts");

    /** What belongs to the recorded connection, not to the request. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding");

    private RecordedRequests() {}

    /**
     * A recorded request.
     *
     * @param headers as they were written; values of the same name with a comma
     * @param body without what follows it in the file, empty when there was none
     */
    public record Request(String method, String path, Map<String, String> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        /** A header in any case, empty when absent. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
        }

        /** With this key in the place of the recorded one. */
        public Request authorizedBy(String key) {
            return with("Authorization", "Bearer " + key);
        }

        /** With this header in the place of one of the same name. */
        public Request with(String name, String value) {
            Map<String, String> changed = new LinkedHashMap<>(without(name).headers);
            changed.put(name, value);
            return new Request(method, path, changed, body);
        }

        public Request without(String name) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.keySet().removeIf(name::equalsIgnoreCase);
            return new Request(method, path, changed, body);
        }

        /** With another text in the body, such as the name of a model. */
        public Request replacing(String recorded, String text) {
            return new Request(method, path, headers, body.replace(recorded, text));
        }

        /** The whole request for {@link RawClient#send}, in which the connection stays open. */
        public String http() {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            return "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                    .formatted(method, path, headerLines(), length, body);
        }

        /** The headers but those of the connection, each line with its end. */
        public String headerLines() {
            return headers.entrySet().stream()
                    .filter(header ->
                            !OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT)))
                    .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                    .sorted()
                    .collect(Collectors.joining());
        }
    }

    /** The requests of a file such as {@code open-webui/turn-second.txt}. */
    public static List<Request> of(String file) {
        try {
            String text = Files.readString(TRANSCRIPTS.resolve(file));
            // What is said about the recording ends with the first blank line.
            String exchanges = text.substring(text.indexOf("\n\n") + 2);
            return Stream.of(exchanges.split("\n=========\n", -1))
                    .map(exchange -> request(exchange.strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder of recordings, as {@link #of} takes them. */
    public static List<String> files(String folder) {
        try (Stream<Path> files = Files.list(TRANSCRIPTS.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request request(String exchange) {
        String[] parts = exchange.split("\n--- answered ", 2)[0].split("\n\n", 2);
        List<String> lines = new ArrayList<>(parts[0].lines().toList());
        // Some recordings name the one of two servers to which the request went.
        String[] line = lines.removeFirst().replaceFirst("^node [a-z]+: ", "").split(" ", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : lines) {
            String[] pair = header.split(": ?", 2);
            headers.merge(pair[0], pair[1], (one, other) -> one + ", " + other);
        }
        return new Request(line[0], line[1], headers, parts.length < 2 ? "" : parts[1].strip());
    }
}
