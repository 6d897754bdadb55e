package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Metadata;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a chat completions request. Strict about what Sluice uses and what would change
 * the answer's shape, tolerant of every other field. No message repeats anything of the body but a
 * misspelt name.
 */
public final class OpenAiChat {
    /** Inputs go on to the app, so their numbers keep every digit and zero they came with. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private OpenAiChat() {}

    /**
     * What the body asks for.
     *
     * @throws ChatFailedException when the request is not valid, or asks for what is not served
     */
    public static ChatRequest read(byte[] body) {
        try {
            return request(MAPPER.readTree(body));
        } catch (StreamConstraintsException _) {
            throw notJson(
                    "The request body is nested too deeply, or has an endless number or name.");
        } catch (JacksonException e) {
            // The exception's own message quotes the body.
            TokenStreamLocation at = e.getLocation();
            throw notJson(
                    "The request body is not valid JSON (line %d, column %d)."
                            .formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    private static ChatRequest request(JsonNode body) {
        if (!body.isObject()) {
            throw notJson("The request body is not a JSON object.");
        }
        refuseUnserved(body);
        boolean stream = Fields.flag(body, "stream", "stream");
        JsonNode options = Fields.object(body, "stream_options", "stream_options");
        boolean usage = Fields.flag(options, "include_usage", "stream_options.include_usage");
        return new ChatRequest(
                model(body),
                OpenAiMessages.read(body.path("messages")),
                stream,
                stream && usage,
                Fields.text(body, "user", "user"),
                metadata(Fields.object(body, "metadata", "metadata")),
                DifyOptions.read(body));
    }

    /** OpenAI lets clients say here what they like; two names are ours. */
    private static Metadata metadata(JsonNode metadata) {
        return new Metadata(
                Fields.text(metadata, "user_id", "metadata.user_id"),
                Fields.text(metadata, "chat_id", "metadata.chat_id"));
    }

    private static String model(JsonNode body) {
        String model = body.path("model").stringValue("");
        if (model.isBlank()) {
            throw Fields.invalid("model", "model must be a string with the name of a model");
        }
        return model;
    }

    private static void refuseUnserved(JsonNode body) {
        JsonNode n = body.path("n");
        if (!Fields.absent(n) && (!n.isInt() || n.intValue() < 1)) {
            throw Fields.invalid("n", "n must be a whole number, and 1 is the only one served");
        }
        if (n.asInt(1) > 1) {
            throw Fields.unsupported("n", "More than one answer is asked for", "Send n: 1");
        }
        for (String tools : List.of("tools", "functions")) {
            if (!body.path(tools).isEmpty()) {
                throw Fields.unsupported(
                        tools, "Tools are given", "Leave " + tools + " out, the app has its own");
            }
        }
        boolean audio =
                body.path("modalities").valueStream().anyMatch(m -> "audio".equals(m.asString("")));
        if (audio || !Fields.absent(body.path("audio"))) {
            throw Fields.unsupported(
                    audio ? "modalities" : "audio", "A spoken answer is asked for", "Ask for text");
        }
    }

    private static ChatFailedException notJson(String cause) {
        return new ChatFailedException(
                ChatFailure.of(
                        FailureCode.REQUEST_JSON,
                        ChatFailure.CLIENT,
                        cause,
                        "Send one JSON object in which no member appears twice, and nothing after"
                                + " it."));
    }
}
