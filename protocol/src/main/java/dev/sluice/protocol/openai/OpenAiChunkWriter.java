package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer as a stream of chunks. What was sent cannot be taken back; a replacement that does not
 * begin with it goes into the last chunk, beside the finish reason {@code content_filter}.
 */
public final class OpenAiChunkWriter implements EventWriter {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final byte[] ROLE =
            "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null".getBytes(UTF_8);
    private static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);
    private static final byte[] REASONING = "\"reasoning_content\":\"".getBytes(UTF_8);
    private static final byte[] QUOTE = "\"".getBytes(UTF_8);

    private final boolean includeUsage;
    private final byte[] chunkStart;
    private final byte[] deltaStart;
    private final byte[] deltaEnd;

    private final StringBuilder sent = new StringBuilder();
    private final StringBuilder replacement = new StringBuilder();
    private boolean begun;
    private boolean replaced;
    private ChatEvent last = new ChatEvent.Progress("");

    public OpenAiChunkWriter(
            String requestId, long createdSeconds, String model, boolean includeUsage) {
        this.includeUsage = includeUsage;
        WireBuffer start = new WireBuffer().text("data: ");
        new AnswerHead("chat.completion.chunk", requestId, createdSeconds, model).write(start);
        this.chunkStart = start.utf8().getBytes(UTF_8);
        this.deltaStart = start.text("{\"index\":0,\"delta\":{").utf8().getBytes(UTF_8);
        this.deltaEnd =
                ("},\"logprobs\":null,\"finish_reason\":null}]" + noUsageYet() + "}\n\n")
                        .getBytes(UTF_8);
    }

    /** What keeps an idle client waiting: a comment, the one thing that every client skips. */
    public static void keepAlive(WireBuffer out) {
        out.raw(KEEP_ALIVE);
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        switch (event) {
            case ChatEvent.Text(String delta) -> text(delta, out);
            case ChatEvent.File file -> text(file.markdown(), out);
            case ChatEvent.Reasoning(String delta) -> delta(REASONING, delta, out);
            case ChatEvent.Replaced(String text) -> replace(text, out);
            case ChatEvent.Finished _ -> last = event;
            case ChatEvent.Started _, ChatEvent.Progress _, ChatEvent.Failed _ -> {}
        }
    }

    @Override
    public void end(WireBuffer out) {
        ChatEvent.Finished finished = AnswerParts.finished(last);
        begin(out);
        FinishReason reason = replaced ? FinishReason.CONTENT_FILTER : finished.reason();
        out.raw(deltaStart).text("},\"logprobs\":null,\"finish_reason\":\"");
        out.text(AnswerParts.reason(reason)).text("\"}]").text(noUsageYet());
        AnswerParts.members(extension(finished), out);
        out.text("}\n\n");
        // Clients survive that the chunk they asked for is missing, but not invented numbers.
        if (includeUsage && !(finished.usage() instanceof Usage.Unknown)) {
            out.raw(chunkStart).text("],\"usage\":");
            AnswerParts.usage(finished.usage(), out);
            out.text("}\n\n");
        }
        out.raw(DONE);
    }

    private void text(String delta, WireBuffer out) {
        if (replaced) {
            replacement.append(delta);
        } else {
            sent.append(delta);
            delta(CONTENT, delta, out);
        }
    }

    private void replace(String text, WireBuffer out) {
        replaced = !text.startsWith(sent.toString());
        replacement.setLength(0);
        text(replaced ? text : text.substring(sent.length()), out);
    }

    private void delta(byte[] member, String text, WireBuffer out) {
        if (text.isEmpty()) {
            return;
        }
        begin(out);
        out.raw(deltaStart).raw(member).escaped(text).raw(QUOTE).raw(deltaEnd);
    }

    /** With the first content and not before it: until then the answer may still become another. */
    private void begin(WireBuffer out) {
        if (!begun) {
            begun = true;
            out.raw(deltaStart).raw(ROLE).raw(deltaEnd);
        }
    }

    private ObjectNode extension(ChatEvent.Finished finished) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        finished.extension().properties().forEach(e -> members.set(e.getKey(), e.getValue()));
        if (replaced) {
            ObjectNode dify = JsonNodeFactory.instance.objectNode();
            members.path("dify").properties().forEach(e -> dify.set(e.getKey(), e.getValue()));
            members.set("dify", dify.put("replacement", replacement.toString()));
        }
        return members;
    }

    private String noUsageYet() {
        return includeUsage ? ",\"usage\":null" : "";
    }
}
