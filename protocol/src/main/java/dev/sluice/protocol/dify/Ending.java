package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.UpstreamId;
import dev.sluice.protocol.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the last events of a run say together. A chatflow has two of them: until 1.12 {@code
 * workflow_finished} is the first, since 1.13.1 {@code message_end}, and in between the second was
 * lost.
 */
final class Ending {
    private static final List<String> IDS =
            List.of("conversation_id", "message_id", "task_id", "workflow_run_id");

    /** A number small enough to be spelt out. */
    private static final Pattern PRICE = Pattern.compile("\\d{1,20}(\\.\\d{1,20})?(E[+-]?\\d)?");

    /** Zero with the seven places that Dify computes prices to. */
    private static final Pattern NO_PRICE = Pattern.compile("0E-7|0\\.0{7}");

    /** What is more is no count of tokens; a million such sums do not overflow. */
    private static final long MOST_TOKENS = 1_000_000_000_000L;

    private final Mode mode;
    private final FileLinks links;
    private final ObjectNode dify = Json.empty();
    private Usage usage = new Usage.Unknown();
    private boolean messageEnded;
    private boolean workflowFinished;
    private String answer = "";
    private Outputs outputs = Outputs.NONE;

    Ending(Mode mode, FileLinks links) {
        this.mode = mode;
        this.links = links;
    }

    void began(RunIds ids) {
        name("conversation_id", ids.conversation());
        name(mode == Mode.WORKFLOW ? "workflow_run_id" : "message_id", ids.message());
        name("task_id", ids.task());
    }

    void messageEnd(JsonNode event) {
        messageEnded = true;
        JsonNode metadata = event.path("metadata");
        names(event);
        answer = event.path("answer").asString("");
        if (!isOfStopped(metadata.path("usage"))) {
            Usage counted = counted(metadata.path("usage"));
            usage = counted instanceof Usage.Unknown ? usage : counted;
            price(metadata.path("usage"));
        }
        list("citations", metadata.path("retriever_resources"));
        list("files", links.list(event.path("files")));
        if (metadata.path("annotation_reply").isObject()) {
            dify.set("annotation", metadata.path("annotation_reply"));
        }
    }

    void workflowFinished(JsonNode event) {
        workflowFinished = true;
        JsonNode data = event.path("data");
        names(event);
        usage = usage instanceof Usage.Unknown ? total(data) : usage;
        outputs = Outputs.of(mode, data.path("outputs"), links);
        if (!dify.has("files")) {
            list("files", links.list(data.path("files")));
        }
    }

    /** The run waits for somebody to fill in forms. */
    void paused(JsonNode event, PausedForms forms) {
        names(event);
        usage = total(event.path("data"));
        dify.set("paused", forms.of(event.path("data")));
    }

    /** Whether the answer is whole, though more may be told of it. */
    boolean isReached() {
        return messageEnded || workflowFinished;
    }

    boolean hasMessageEnd() {
        return messageEnded;
    }

    boolean hasWorkflowFinished() {
        return workflowFinished;
    }

    /** The answer as the last events have it; empty where they do not. */
    String whole() {
        return answer.isBlank() ? outputs.whole() : answer;
    }

    /** What the last events have beyond what was streamed, if theirs begins with that. */
    Optional<String> beyond(String streamed) {
        return answer.startsWith(streamed)
                ? Optional.of(answer.substring(streamed.length()))
                : outputs.beyond(streamed);
    }

    Outputs outputs() {
        return outputs;
    }

    /** Adds the outputs under their names. */
    void showOutputs() {
        if (!outputs.all().isEmpty()) {
            dify.set("outputs", outputs.all());
        }
    }

    ChatEvent.Finished finished() {
        if (usage instanceof Usage.Total) {
            dify.put("usage", "total_only");
        }
        return new ChatEvent.Finished(
                FinishReason.STOP, usage, extension(), Citations.of(dify.path("citations")));
    }

    /** What is known of the answer by now. */
    ObjectNode extension() {
        ObjectNode extension = Json.empty();
        if (!dify.isEmpty()) {
            extension.set("dify", dify.deepCopy());
        }
        return extension;
    }

    private void names(JsonNode event) {
        IDS.forEach(id -> name(id, UpstreamId.usable(event.path(id).asString(""))));
    }

    private void name(String id, String value) {
        if (!value.isEmpty()) {
            dify.put(id, value);
        }
    }

    private void list(String name, JsonNode list) {
        if (list.isArray() && !list.isEmpty()) {
            dify.set(name, list);
        }
    }

    /** As a text, since that is how Dify keeps every digit, and never with an exponent. */
    private void price(JsonNode told) {
        String price = told.path("total_price").asString("");
        if (PRICE.matcher(price).matches()) {
            dify.put("price", new BigDecimal(price).toPlainString());
            dify.put("currency", told.path("currency").asString(""));
        }
    }

    /**
     * Whether a run was stopped, whose tokens nobody counted. All that shows it are zeros with a
     * price that was computed, {@code 0E-7}; an answer without a model has {@code 0.0} or {@code 0}
     * (Dify 1.16.1).
     */
    private static boolean isOfStopped(JsonNode usage) {
        return usage.path("total_tokens").asLong(-1) == 0
                && usage.path("completion_tokens").asLong(-1) == 0
                && NO_PRICE.matcher(usage.path("total_price").asString("")).matches();
    }

    private static Usage counted(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        if (!isCount(prompt) || !isCount(completion)) {
            return total(usage);
        }
        JsonNode total = usage.path("total_tokens");
        long sum = prompt.longValue() + completion.longValue();
        return new Usage.Counted(
                prompt.longValue(),
                completion.longValue(),
                isCount(total) ? total.longValue() : sum);
    }

    private static Usage total(JsonNode counts) {
        JsonNode total = counts.path("total_tokens");
        return isCount(total) ? new Usage.Total(total.longValue()) : new Usage.Unknown();
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= 0
                && node.longValue() <= MOST_TOKENS;
    }
}
