package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Fields;
import dev.sluice.protocol.Metadata;
import dev.sluice.protocol.Origin;
import dev.sluice.protocol.OriginalBody;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.ReasoningFormat;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the body of a chat completions request. Strict about what Sluice uses and what would change
 * the answer's shape, tolerant of every other field. No message repeats anything of the body but a
 * misspelt name.
 */
public final class OpenAiChat {
    private static final String MESSAGES = "messages";
    private static final List<String> REASONING =
            Arrays.stream(ReasoningFormat.values())
                    .map(format -> format.name().toLowerCase(Locale.ROOT))
                    .toList();

    /** Every other member is skipped, whatever is in it. */
    private static final Set<String> MEMBERS =
            Stream.concat(
                            Stream.of(
                                    "model",
                                    MESSAGES,
                                    "stream",
                                    "stream_options",
                                    "user",
                                    "metadata",
                                    "stop",
                                    "reasoning_format",
                                    "input",
                                    "prompt",
                                    "n",
                                    "modalities",
                                    "audio"),
                            Stream.of(OpenAiTools.MEMBERS, ModelParameters.members())
                                    .flatMap(Collection::stream))
                    .collect(Collectors.toUnmodifiableSet());

    private OpenAiChat() {}

    /**
     * What the body asks for.
     *
     * @param vendors names of members that are kept as they are, for upstreams that read them
     * @throws ChatFailedException when the request is not valid, or asks for what is not served
     */
    public static ChatRequest read(byte[] body, Set<String> vendors) {
        JsonNode json =
                RequestJson.object(body, name -> MEMBERS.contains(name) || vendors.contains(name));
        return request(json, vendors);
    }

    private static ChatRequest request(JsonNode body, Set<String> vendors) {
        refuseOtherApis(body);
        refuseUnserved(body);
        Output output = output(body);
        String model = model(body);
        OpenAiMessages messages = OpenAiMessages.of(body.path(MESSAGES));
        OpenAiTools.Read tools = OpenAiTools.read(body);
        List<FeatureUse> uses =
                Stream.of(messages.uses(), tools.uses(), ModelParameters.uses(body))
                        .flatMap(Collection::stream)
                        .toList();
        return new ChatRequest(
                model,
                messages.messages(),
                output,
                ModelParameters.sampling(body),
                tools.tools(),
                new Origin(
                        Fields.text(body, "user", "user"),
                        metadata(Fields.object(body, "metadata", "metadata"))),
                new OriginalBody(OpenAiDialect.WIRE, among(vendors, body), uses));
    }

    private static Output output(JsonNode body) {
        boolean stream = Fields.flag(body, "stream", "stream");
        JsonNode options = Fields.object(body, "stream_options", "stream_options");
        boolean usage = Fields.flag(options, "include_usage", "stream_options.include_usage");
        return new Output(
                stream,
                stream && usage,
                ModelParameters.format(body),
                ModelParameters.maxTokens(body),
                StopTexts.read(body),
                ModelParameters.effort(body),
                body.path("verbosity").asString(""),
                Fields.oneOf(REASONING, body, "reasoning_format", "reasoning_format"));
    }

    private static ObjectNode among(Set<String> names, JsonNode body) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        names.stream().filter(body::has).forEach(name -> members.set(name, body.path(name)));
        return members;
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

    /** Clients of one API that were given the address of another. */
    private static void refuseOtherApis(JsonNode body) {
        if (body.has(MESSAGES)) {
            return;
        }
        if (body.has("input")) {
            throw Fields.unsupported(
                    "input",
                    "The body has input and no messages, as the Responses API takes it",
                    "Send messages; "
                            + "openai-agents does with OpenAIChatCompletionsModel, LangChain with"
                            + " use_responses_api=False");
        }
        if (body.has("prompt")) {
            throw Fields.unsupported(
                    "prompt",
                    "The body has a prompt and no messages, as the legacy completions API takes it",
                    "Send messages; llama-index does with is_chat_model=True");
        }
    }

    private static void refuseUnserved(JsonNode body) {
        JsonNode n = body.path("n");
        if (!Fields.absent(n) && (!n.isInt() || n.intValue() < 1)) {
            throw Fields.invalid("n", "n must be a whole number, and 1 is the only one served");
        }
        if (n.asInt(1) > 1) {
            throw Fields.unsupported("n", "More than one answer is asked for", "Send n: 1");
        }
        boolean audio =
                body.path("modalities").valueStream().anyMatch(m -> "audio".equals(m.asString("")));
        if (audio || !Fields.absent(body.path("audio"))) {
            throw Fields.unsupported(
                    audio ? "modalities" : "audio", "A spoken answer is asked for", "Ask for text");
        }
    }
}
