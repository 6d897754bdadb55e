package dev.sluice.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server-sent events of a body.
 *
 * @param events each without the blank line that ends it
 * @param rest what comes after the last of those lines
 */
public record Sse(List<String> events, String rest) {
    public static final String DONE = "[DONE]";

    private static final String BORDER = "\n\n";
    private static final String DATA = "data: ";

    public Sse {
        events = List.copyOf(events);
    }

    public static Sse of(String body) {
        var events = new ArrayList<String>();
        int from = 0;
        for (int to; (to = body.indexOf(BORDER, from)) >= 0; from = to + BORDER.length()) {
            events.add(body.substring(from, to));
        }
        return new Sse(events, body.substring(from));
    }

    /** What lies in the data lines. */
    public List<String> data() {
        return events.stream()
                .filter(event -> event.startsWith(DATA))
                .map(event -> event.substring(DATA.length()))
                .toList();
    }

    public List<String> comments() {
        return events.stream().filter(event -> event.startsWith(":")).toList();
    }

    /** The answer's text, put together again. */
    public String content() {
        return data().stream()
                .filter(data -> !data.equals(DONE))
                .map(data -> json(data).at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }

    /** Whether it ends as a complete answer does. */
    public boolean isDone() {
        return rest.isEmpty() && !data().isEmpty() && data().getLast().equals(DONE);
    }

    /** The name of the failure in the last event, empty when it is none. */
    public String diagnosis() {
        return events.isEmpty() || !events.getLast().startsWith(DATA)
                ? ""
                : diagnosis(events.getLast().substring(DATA.length()));
    }

    static String diagnosis(String json) {
        return json.startsWith("{") ? json(json).at("/error/diagnosis/code").asString("") : "";
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
