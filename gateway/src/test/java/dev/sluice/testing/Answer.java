package dev.sluice.testing;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer as the wire showed it.
 *
 * @param headers by lower-case name
 * @param body its framing removed
 * @param chunks how many the body came in, zero when it was not chunked
 * @param end how it ended
 */
public record Answer(int status, Map<String, String> headers, String body, int chunks, End end) {

    /** How a body ended. */
    public enum End {
        /** As its framing says it must. */
        WHOLE,
        /** The connection was closed before that; for a body without a framing, its only end. */
        CLOSED,
        RESET
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A header's value, empty when it is absent. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public Sse events() {
        return Sse.of(body);
    }

    /** The name of the failure that an error object in the body tells. */
    public String diagnosis() {
        return Sse.diagnosis(body);
    }

    /** What the error says to do, empty without one. */
    public String fix() {
        return JsonMapper.shared().readTree(body).at("/error/diagnosis/fix").asString("");
    }
}
