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
            case STOP, STOP_SEQUENCE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    /**
     * Writes the usage object. A mere sum stands where clients read it, in the completion's tokens,
     * since they need all three numbers and several add the halves; what is not known is zero.
     */
    static void usage(Usage usage, WireBuffer out) {
        switch (usage) {
            case Usage.Unknown _ -> usage(new Usage.Counted(0, 0, 0), out);
            case Usage.Total(long tokens) -> usage(new Usage.Counted(0, tokens, tokens), out);
            case Usage.Counted counted -> usage(counted, out);
        }
    }

    private static void usage(Usage.Counted counted, WireBuffer out) {
        out.text("{\"prompt_tokens\":").text(Long.toString(counted.prompt()));
        out.text(",\"completion_tokens\":").text(Long.toString(counted.completion()));
        out.text(",\"total_tokens\":").text(Long.toString(counted.total()));
        if (counted.cached() > 0) {
            out.text(",\"prompt_tokens_details\":{\"cached_tokens\":");
            out.text(Long.toString(counted.cached())).text("}");
        }
        if (counted.reasoning() > 0) {
            out.text(",\"completion_tokens_details\":{\"reasoning_tokens\":");
            out.text(Long.toString(counted.reasoning())).text("}");
        }
        out.text("}");
    }

    /** More members for the object being written. */
    static void members(JsonNode extension, WireBuffer out) {
        for (Map.Entry<String, JsonNode> member : extension.properties()) {
            out.text(",\"").escaped(member.getKey()).text("\":").text(member.getValue().toString());
        }
    }
}
