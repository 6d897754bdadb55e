package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How the end of an answer is spelt, in one piece or in chunks. */
final class AnswerParts {
    private AnswerParts() {}

    /**
     * The end of an answer.
     *
     * @throws IllegalStateException when the answer has not finished: nothing may make it look so
     */
    static ChatEvent.Finished finished(ChatEvent last) {
        if (last instanceof ChatEvent.Finished finished) {
            return finished;
        }
        throw new IllegalStateException("an answer is ended that has not finished");
    }

    static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    /**
     * Writes the usage object. A mere sum stands where clients read it, in the completion's tokens,
     * since they need all three numbers and several add the halves; what is not known is zero.
     */
    static void usage(Usage usage, WireBuffer out) {
        switch (usage) {
            case Usage.Unknown _ -> usage(0, 0, 0, out);
            case Usage.Total(long tokens) -> usage(0, tokens, tokens, out);
            case Usage.Counted(long prompt, long completion, long total) ->
                    usage(prompt, completion, total, out);
        }
    }

    private static void usage(long prompt, long completion, long total, WireBuffer out) {
        out.text("{\"prompt_tokens\":").text(Long.toString(prompt));
        out.text(",\"completion_tokens\":").text(Long.toString(completion));
        out.text(",\"total_tokens\":").text(Long.toString(total)).text("}");
    }

    /** More members for the object being written. */
    static void members(JsonNode extension, WireBuffer out) {
        for (Map.Entry<String, JsonNode> member : extension.properties()) {
            out.text(",\"").escaped(member.getKey()).text("\":").text(member.getValue().toString());
        }
    }
}
