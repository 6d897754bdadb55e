package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.JsonText;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import java.util.BitSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer as a stream of chunks, none of them in a line that clients cannot read. What was sent
 * cannot be taken back; a replacement that does not begin with it goes into the last chunk, beside
 * the finish reason {@code content_filter}.
 */
public final class OpenAiChunkWriter implements EventWriter {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
    private static final byte[] ROLE =
            "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null".getBytes(UTF_8);
    private static final byte[] ROLE_OF_CALL =
            "\"role\":\"assistant\",\"content\":null,\"refusal\":null,".getBytes(UTF_8);
    private static final byte[] CALL = "\"tool_calls\":[{\"index\":".getBytes(UTF_8);

    /** What stands around the arguments in a delta, beside its beginning. */
    private static final int AROUND_ARGUMENTS_BYTES = 64;

    private static final byte[] CONTENT = "\"content\":\"".getBytes(UTF_8);
    private static final byte[] REASONING = "\"reasoning_content\":\"".getBytes(UTF_8);
    private static final byte[] QUOTE = "\"".getBytes(UTF_8);

    private static final String IMAGE = "image";
    private static final byte[] IMAGES =
            "\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"".getBytes(UTF_8);
    private static final byte[] IMAGES_END = "\"}}]".getBytes(UTF_8);
    private static final byte[] LINE_END = "}\n\n".getBytes(UTF_8);

    /** Some clients read by the line, and give up at 64 KiB. */
    static final int MOST_LINE_BYTES = 32 * 1024;

    /** Even beside the longest name of a model there is room for some text. */
    private static final int LEAST_TEXT_BYTES = 1024;

    private final boolean includeUsage;
    private final AnswerFormat format;
    private final byte[] chunkStart;
    private final byte[] deltaStart;
    private final byte[] deltaEnd;

    private final StringBuilder sent = new StringBuilder();
    private final StringBuilder replacement = new StringBuilder();
    private final ThinkTags tags = new ThinkTags();
    private final int textRoom;
    private final int callRoom;
    private final BitSet calls = new BitSet();
    private final BitSet callsWithArguments = new BitSet();
    private boolean begun;

    /** Whether more than blanks was sent. */
    private boolean hasWords;

    private boolean replaced;
    private ChatEvent last = new ChatEvent.Progress("");

    public OpenAiChunkWriter(
            String requestId, long createdSeconds, String model, boolean includeUsage) {
        this(requestId, createdSeconds, model, includeUsage, AnswerFormat.DEFAULT);
    }

    /** In another form than the default. */
    public OpenAiChunkWriter(
            String requestId,
            long createdSeconds,
            String model,
            boolean includeUsage,
            AnswerFormat format) {
        this.includeUsage = includeUsage;
        this.format = format;
        WireBuffer start = new WireBuffer().text("data: ");
        new AnswerHead("chat.completion.chunk", requestId, createdSeconds, model).write(start);
        this.chunkStart = start.utf8().getBytes(UTF_8);
        this.deltaStart = start.text("{\"index\":0,\"delta\":{").utf8().getBytes(UTF_8);
        this.deltaEnd =
                ("},\"logprobs\":null,\"finish_reason\":null}]" + noUsageYet() + "}\n\n")
                        .getBytes(UTF_8);
        this.textRoom = room(REASONING.length + QUOTE.length);
        this.callRoom = room(CALL.length + AROUND_ARGUMENTS_BYTES);
    }

    /** How much of a line a delta's members leave for what is in them. */
    private int room(int members) {
        int around = deltaStart.length + members + deltaEnd.length;
        return Math.max(MOST_LINE_BYTES - around, LEAST_TEXT_BYTES);
    }

    /** What keeps an idle client waiting: a comment, the one thing that every client skips. */
    public static void keepAlive(WireBuffer out) {
        out.raw(KEEP_ALIVE);
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        switch (event) {
            case ChatEvent.Text(String delta) -> text(delta, out);
            case ChatEvent.File file -> file(file, out);
            case ChatEvent.Reasoning(String delta) -> reasoning(delta, out);
            case ChatEvent.Replaced(String text) -> replace(text, out);
            case ChatEvent.Finished _ -> last = event;
            case ChatEvent.Failed _ -> deltas(CONTENT, tags.close(), out);
            case ChatEvent.ToolCallDelta call -> call(call, out);
            case ChatEvent.Delay _ -> keepAlive(out);
            case ChatEvent.Started _, ChatEvent.Progress _ -> {}
        }
    }

    @Override
    public void end(WireBuffer out) {
        ChatEvent.Finished finished = AnswerParts.finished(last);
        deltas(CONTENT, tags.close(), out);
        noArguments(out);
        begin(out);
        lastChoice(finished, out);
        // Clients survive that the chunk they asked for is missing, but not invented numbers.
        if (includeUsage && !(finished.usage() instanceof Usage.Unknown)) {
            out.raw(chunkStart).text("],\"usage\":");
            AnswerParts.usage(finished.usage(), out);
            out.text("}\n\n");
        }
        out.raw(DONE);
    }

    private void lastChoice(ChatEvent.Finished finished, WireBuffer out) {
        int lineBegins = out.length();
        FinishReason reason = replaced ? FinishReason.CONTENT_FILTER : finished.reason();
        out.raw(deltaStart).text("},\"logprobs\":null,\"finish_reason\":\"");
        out.text(AnswerParts.reason(reason)).text("\"}]").text(noUsageYet());
        if (format.extension()) {
            int room = MOST_LINE_BYTES - (out.length() - lineBegins) - LINE_END.length;
            AnswerParts.members(Extension.within(room, extension(finished)), out);
        }
        out.raw(LINE_END);
    }

    private void text(String delta, WireBuffer out) {
        if (replaced) {
            replacement.append(delta);
        } else {
            sent.append(delta);
            hasWords |= !delta.isBlank();
            content(delta, out);
        }
    }

    private void content(String delta, WireBuffer out) {
        if (!delta.isEmpty()) {
            deltas(CONTENT, tags.close(), out);
            deltas(CONTENT, delta, out);
        }
    }

    private void file(ChatEvent.File file, WireBuffer out) {
        boolean fits =
                JsonText.end(file.url(), 0, room(IMAGES.length + IMAGES_END.length))
                        == file.url().length();
        if (!format.images() || !file.kind().equals(IMAGE) || replaced || !fits) {
            text(file.markdown(), out);
            return;
        }
        deltas(CONTENT, tags.close(), out);
        begin(out);
        out.raw(deltaStart).raw(IMAGES).escaped(file.url()).raw(IMAGES_END).raw(deltaEnd);
    }

    private void reasoning(String delta, WireBuffer out) {
        switch (format.reasoning()) {
            case FIELD -> deltas(REASONING, delta, out);
            case TAGS -> deltas(CONTENT, tags.thought(delta), out);
            case NONE -> {}
        }
    }

    /** With the name of the tool first, then as many chunks as the arguments need. */
    private void call(ChatEvent.ToolCallDelta call, WireBuffer out) {
        deltas(CONTENT, tags.close(), out);
        if (!calls.get(call.index())) {
            calls.set(call.index());
            beginCall(call, out);
        }
        arguments(call.index(), call.arguments(), out);
    }

    private void beginCall(ChatEvent.ToolCallDelta call, WireBuffer out) {
        out.raw(deltaStart);
        if (!begun) {
            begun = true;
            out.raw(ROLE_OF_CALL);
        }
        out.raw(CALL).text(Integer.toString(call.index()));
        out.text(",\"id\":\"").escaped(call.id());
        out.text("\",\"type\":\"function\",\"function\":{\"name\":\"").escaped(call.name());
        out.text("\",\"arguments\":\"\"}}]").raw(deltaEnd);
    }

    private void arguments(int index, String text, WireBuffer out) {
        for (int from = 0, to; from < text.length(); from = to) {
            to = JsonText.end(text, from, callRoom);
            callsWithArguments.set(index);
            out.raw(deltaStart).raw(CALL).text(Integer.toString(index));
            out.text(",\"function\":{\"arguments\":\"").escaped(text.substring(from, to));
            out.text("\"}}]").raw(deltaEnd);
        }
    }

    /** Of the calls that have none. */
    private void noArguments(WireBuffer out) {
        calls.andNot(callsWithArguments);
        for (int i = calls.nextSetBit(0); i >= 0; i = calls.nextSetBit(i + 1)) {
            arguments(i, ToolCallTexts.NO_ARGUMENTS, out);
        }
    }

    private void replace(String text, WireBuffer out) {
        // What was sent is looked at only where the replacement is as long: there may be many.
        boolean goesOn = text.length() >= sent.length() && text.startsWith(sent.toString());
        // Blank lines are nothing that anybody has read.
        replaced = !goesOn && hasWords;
        replacement.setLength(0);
        String rest = goesOn ? text.substring(sent.length()) : text;
        if (!goesOn && !replaced) {
            sent.setLength(0);
        }
        text(rest, out);
    }

    /** As many as are needed, since each is a line. */
    private void deltas(byte[] member, String text, WireBuffer out) {
        for (int from = 0, to; from < text.length(); from = to) {
            to = JsonText.end(text, from, textRoom);
            begin(out);
            out.raw(deltaStart).raw(member).escaped(text.substring(from, to));
            out.raw(QUOTE).raw(deltaEnd);
        }
    }

    /** With the first content and not before it: until then the answer may still become another. */
    private void begin(WireBuffer out) {
        if (!begun) {
            begun = true;
            out.raw(deltaStart).raw(ROLE).raw(deltaEnd);
        }
    }

    private ObjectNode extension(ChatEvent.Finished finished) {
        ObjectNode members = Extension.of(finished);
        if (includeUsage && !(finished.usage() instanceof Usage.Unknown)) {
            Extension.explain(finished.usage(), members);
        }
        if (replaced) {
            Extension.put("replacement", replacement.toString(), members);
        }
        return members;
    }

    private String noUsageYet() {
        return includeUsage ? ",\"usage\":null" : "";
    }
}
