package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.Usage;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the last event of a run says. */
final class Endings {
    /** What a client needs to show a form and to send it; the rest is for Dify's own front end. */
    private static final List<String> FORM_MEMBERS =
            List.of(
                    "form_id",
                    "form_token",
                    "node_id",
                    "node_title",
                    "form_content",
                    "inputs",
                    "actions",
                    "expiration_time");

    private final DifyFailures failures;

    Endings(DifyFailures failures) {
        this.failures = failures;
    }

    static ChatEvent messageEnd(JsonNode event) {
        return finished(counted(event.path("metadata").path("usage")), Json.empty());
    }

    ChatEvent workflowFinished(JsonNode data) {
        String status = data.path("status").asString("");
        return switch (status) {
            case "", "succeeded", "partial-succeeded" -> finished(total(data), Json.empty());
            case "stopped" -> new ChatEvent.Failed(failures.runStopped());
            case "failed" ->
                    new ChatEvent.Failed(failures.runFailed(data.path("error").asString("")));
            // Statuses are open, and one of tomorrow is no proof that the answer is complete.
            default -> new ChatEvent.Failed(failures.runEndedOtherwise(status));
        };
    }

    /** The answer of a workflow that streamed none; empty when it has no outputs either. */
    static String outputs(JsonNode data) {
        JsonNode outputs = data.path("outputs");
        if (!outputs.isObject() || outputs.isEmpty()) {
            return "";
        }
        JsonNode only = outputs.size() == 1 ? outputs.iterator().next() : outputs;
        return only.isString() ? only.stringValue() : Json.text(outputs);
    }

    /** A run that waits for somebody to fill in a form. */
    static ChatEvent paused(JsonNode data, JsonNode form) {
        ObjectNode extension = Json.empty();
        ObjectNode paused = extension.putObject("dify").putObject("paused");
        JsonNode reason = form.isEmpty() ? data.path("reasons").path(0) : form;
        for (String member : FORM_MEMBERS) {
            if (reason.has(member)) {
                paused.set(member, reason.get(member));
            }
        }
        return finished(total(data), extension);
    }

    private static ChatEvent finished(Usage usage, ObjectNode extension) {
        return new ChatEvent.Finished(FinishReason.STOP, usage, extension);
    }

    private static Usage counted(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens");
        JsonNode completion = usage.path("completion_tokens");
        if (!isCount(prompt) || !isCount(completion)) {
            return total(usage);
        }
        long sum = prompt.longValue() + completion.longValue();
        return new Usage.Counted(
                prompt.longValue(), completion.longValue(), usage.path("total_tokens").asLong(sum));
    }

    private static Usage total(JsonNode counts) {
        JsonNode total = counts.path("total_tokens");
        return isCount(total) ? new Usage.Total(total.longValue()) : new Usage.Unknown();
    }

    private static boolean isCount(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }
}
