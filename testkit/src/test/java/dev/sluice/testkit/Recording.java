package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A recording of a real Dify: requests to its Service API, and what it answered. */
record Recording(String name, List<Exchange> exchanges) {
    private static final Path FOLDER = Path.of("../transcripts/dify-1.16.1");
    private static final String INDEX = "00-index.txt";
    private static final Pattern TIMED = Pattern.compile("\\[\\+([0-9.]+)s] '(.*)'");

    Recording {
        exchanges = List.copyOf(exchanges);
    }

    /**
     * A request and its response.
     *
     * @param head the headers of the response under lower-case names
     * @param body without chunk framing, as one event after the other or in one piece
     * @param end how the response ended
     */
    record Exchange(
            String requestLine,
            Map<String, String> headers,
            String sent,
            String statusLine,
            Map<String, String> head,
            String body,
            String end) {
        Exchange {
            headers = Map.copyOf(headers);
            head = Map.copyOf(head);
        }

        String path() {
            return requestLine.split(" ", -1)[1];
        }

        boolean isStream() {
            return head.getOrDefault("content-type", "").startsWith("text/event-stream");
        }
    }

    static List<Recording> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith(INDEX)).sorted().map(Recording::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recording named(String name) {
        return of(FOLDER.resolve(name + ".txt"));
    }

    private static Recording of(Path file) {
        try {
            String text = Files.readString(file);
            List<Exchange> exchanges = new ArrayList<>();
            String[] parts = text.split("(?m)^>>> request\n", -1);
            for (int i = 1; i < parts.length; i++) {
                exchanges.add(exchange(parts[i]));
            }
            return new Recording(file.getFileName().toString().replace(".txt", ""), exchanges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange exchange(String text) {
        String[] sides = text.split("(?m)^<<< response\n", 2);
        String[] asked = sides[0].split("\n\n", 2);
        String[] ended = sides[1].split("(?m)^<<< end: ", 2);
        String[] response = ended[0].split("\n\n", 2);
        String content = response.length < 2 ? "" : response[1];
        return new Exchange(
                first(asked[0]),
                headers(asked[0], false),
                asked.length < 2 ? "" : asked[1].replaceFirst("\n$", ""),
                first(response[0]),
                headers(response[0], true),
                content.startsWith("[+") ? untimed(content) : content,
                ended.length < 2 ? "" : ended[1].strip());
    }

    private static String first(String head) {
        return head.lines().findFirst().orElse("");
    }

    private static Map<String, String> headers(String head, boolean lowerCase) {
        Map<String, String> headers = new LinkedHashMap<>();
        head.lines()
                .skip(1)
                .filter(line -> line.contains(": "))
                .forEach(line -> {
                    String[] header = line.split(": ", 2);
                    headers.put(
                            lowerCase ? header[0].toLowerCase(Locale.ROOT) : header[0], header[1]);
                });
        return headers;
    }

    /** The events of a recording of every read from the socket, in which chunks can be seen. */
    private static String untimed(String reads) {
        StringBuilder wire = new StringBuilder();
        Matcher read = TIMED.matcher(reads);
        while (read.find()) {
            wire.append(unescaped(read.group(2)));
        }
        String chunks = wire.substring(wire.indexOf("\r\n\r\n") + 4);
        return chunks.replaceAll("(?m)^[0-9A-Fa-f]+\r\n", "").replace("\r\n", "");
    }

    /** A Python string. */
    private static String unescaped(String literal) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '\\') {
                i++;
                char escape = literal.charAt(i);
                text.append(
                        switch (escape) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            // A backslash and both quotes stand for themselves.
                            default -> escape;
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
