package dev.sluice.http;

import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** An answer in one piece. */
public record Reply(int status, String contentType, Map<String, String> headers, WireBuffer body) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Reply {
        Objects.requireNonNull(contentType);
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body);
    }

    public static Reply json(int status, WireBuffer body) {
        return new Reply(status, JSON, Map.of(), body);
    }

    public static Reply text(int status, String body) {
        return new Reply(status, TEXT, Map.of(), new WireBuffer().text(body));
    }

    public static Reply of(WireError error) {
        return new Reply(error.status(), error.contentType(), error.headers(), error.body());
    }

    public Reply with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, more, body);
    }
}
