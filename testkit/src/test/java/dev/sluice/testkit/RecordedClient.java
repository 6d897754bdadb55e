package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends recorded requests to a simulated server. */
final class RecordedClient {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private RecordedClient() {}

    /**
     * The same exchange with the simulated server.
     *
     * @param ids what the simulated server calls what was recorded under other ids; grows
     */
    static Recording.Exchange play(
            SimulatedDify dify, String key, Recording.Exchange recorded, Map<String, String> ids)
            throws Exception {
        String body = renamed(recorded.sent(), ids);
        if (body.startsWith("--")) {
            body = body.replace("\n", "\r\n") + "\r\n";
        }
        StringBuilder request = new StringBuilder(renamed(recorded.requestLine(), ids) + "\r\n");
        Map<String, String> headers = new LinkedHashMap<>(recorded.headers());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("content-length"));
        headers.forEach((name, value) ->
                request.append(name + ": " + value.replace(RecordedApps.KEY, key) + "\r\n"));
        if (!body.isEmpty()) {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            request.append("Content-Length: " + length + "\r\n");
        }
        try (var client = new RawClient(dify.url())) {
            String raw = client.send(request + "\r\n" + body).untilEnd();
            Recording.Exchange simulated = exchange(recorded, raw);
            learn(recorded.body(), simulated.body(), ids);
            return simulated;
        }
    }

    private static Recording.Exchange exchange(Recording.Exchange recorded, String raw) {
        String head = raw.substring(0, raw.indexOf("\r\n\r\n"));
        Map<String, String> headers = new HashMap<>();
        head.lines()
                .skip(1)
                .forEach(line -> {
                    String[] header = line.split(": ", 2);
                    headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
                });
        boolean chunked = headers.containsKey("transfer-encoding");
        byte[] body =
                chunked
                        ? RawClient.body(raw)
                        : raw.substring(head.length() + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Recording.Exchange(
                recorded.requestLine(),
                recorded.headers(),
                recorded.sent(),
                head.lines().findFirst().orElse(""),
                headers,
                new String(body, StandardCharsets.UTF_8),
                "");
    }

    private static void learn(String recorded, String simulated, Map<String, String> ids) {
        List<String> names = UUID.matcher(recorded).results().map(id -> id.group()).toList();
        List<String> found = UUID.matcher(simulated).results().map(id -> id.group()).toList();
        for (int i = 0; i < Math.min(names.size(), found.size()); i++) {
            ids.putIfAbsent(names.get(i), found.get(i));
        }
    }

    private static String renamed(String text, Map<String, String> ids) {
        return UUID.matcher(text)
                .replaceAll(
                        id -> Matcher.quoteReplacement(ids.getOrDefault(id.group(), id.group())));
    }
}
