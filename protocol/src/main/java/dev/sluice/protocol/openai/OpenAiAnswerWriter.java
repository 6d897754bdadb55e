package dev.sluice.protocol.openai;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.WireBuffer;
import tools.jackson.databind.node.ObjectNode;

/** An answer in one piece: nothing is written before it is complete. */
public final class OpenAiAnswerWriter implements EventWriter {
    private final AnswerHead head;
    private final AnswerFormat format;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ToolCallTexts calls = new ToolCallTexts();
    private ChatEvent last = new ChatEvent.Progress("");

    public OpenAiAnswerWriter(String requestId, long createdSeconds, String model) {
        this(requestId, createdSeconds, model, AnswerFormat.DEFAULT);
    }

    /** In another form than the default. */
    public OpenAiAnswerWriter(
            String requestId, long createdSeconds, String model, AnswerFormat format) {
        this.format = format;
        this.head = new AnswerHead("chat.completion", requestId, createdSeconds, model);
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        switch (event) {
            case ChatEvent.Text(String delta) -> content.append(delta);
            case ChatEvent.File file -> content.append(file.markdown());
            case ChatEvent.Reasoning(String delta) -> reasoning.append(delta);
            case ChatEvent.Replaced(String text) -> content.replace(0, content.length(), text);
            case ChatEvent.Finished _ -> last = event;
            case ChatEvent.ToolCallDelta call -> calls.add(call);
            case ChatEvent.Started _,
                    ChatEvent.Delay _,
                    ChatEvent.Progress _,
                    ChatEvent.Failed _ -> {}
        }
    }

    /** Always with a usage member, since some clients fail without one. */
    @Override
    public void end(WireBuffer out) {
        ChatEvent.Finished finished = AnswerParts.finished(last);
        head.write(out);
        out.text("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        String text = content();
        if (text.isEmpty() && !calls.isEmpty()) {
            out.text("null");
        } else {
            out.text("\"").escaped(text).text("\"");
        }
        out.text(",\"refusal\":null,\"annotations\":[]");
        calls.write(out);
        if (!reasoning.isEmpty() && format.reasoning() == ReasoningFormat.FIELD) {
            out.text(",\"reasoning_content\":\"").escaped(reasoning.toString()).text("\"");
        }
        out.text("},\"logprobs\":null,\"finish_reason\":\"");
        out.text(AnswerParts.reason(finished.reason())).text("\"}],\"usage\":");
        AnswerParts.usage(finished.usage(), out);
        if (format.extension()) {
            ObjectNode members = Extension.of(finished);
            Extension.explain(finished.usage(), members);
            AnswerParts.members(members, out);
        }
        out.text("}");
    }

    private String content() {
        if (format.reasoning() != ReasoningFormat.TAGS) {
            return content.toString();
        }
        var tags = new ThinkTags();
        return tags.thought(reasoning.toString()) + tags.close() + content;
    }
}
