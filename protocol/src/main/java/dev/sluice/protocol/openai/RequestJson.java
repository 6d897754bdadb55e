package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The body of a request, which is one JSON object. No message repeats anything of it. */
final class RequestJson {
    /** Inputs go on to the app, so their numbers keep every digit and zero they came with. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private RequestJson() {}

    static JsonNode object(byte[] body) {
        JsonNode json = read(body);
        if (!json.isObject()) {
            throw refused("The request body is not a JSON object.");
        }
        return json;
    }

    private static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (StreamConstraintsException _) {
            throw refused(
                    "The request body is nested too deeply, or has an endless number or name.");
        } catch (JacksonException e) {
            // The exception's own message quotes the body.
            TokenStreamLocation at = e.getLocation();
            throw refused(
                    "The request body is not valid JSON (line %d, column %d)."
                            .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private static ChatFailedException refused(String cause) {
        return new ChatFailedException(
                ChatFailure.of(
                        FailureCode.REQUEST_JSON,
                        ChatFailure.CLIENT,
                        cause,
                        "Send one JSON object in which no member appears twice, and nothing after"
                                + " it."));
    }
}
