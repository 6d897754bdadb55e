package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;

/** An answer in one piece: nothing is written before it is complete. */
public final class OpenAiAnswerWriter implements EventWriter {
    private final AnswerHead head;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private ChatEvent last = new ChatEvent.Progress("");

    public OpenAiAnswerWriter(String requestId, long createdSeconds, String model) {
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
            case ChatEvent.Started _, ChatEvent.Progress _, ChatEvent.Failed _ -> {}
        }
    }

    /** Without a usage member when the upstream told none: clients survive that, not a guess. */
    @Override
    public void end(WireBuffer out) {
        ChatEvent.Finished finished = AnswerParts.finished(last);
        head.write(out);
        out.text("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"");
        out.escaped(content.toString()).text("\",\"refusal\":null,\"annotations\":[]");
        if (!reasoning.isEmpty()) {
            out.text(",\"reasoning_content\":\"").escaped(reasoning.toString()).text("\"");
        }
        out.text("},\"logprobs\":null,\"finish_reason\":\"");
        out.text(AnswerParts.reason(finished.reason())).text("\"}]");
        if (!(finished.usage() instanceof Usage.Unknown)) {
            out.text(",\"usage\":");
            AnswerParts.usage(finished.usage(), out);
        }
        AnswerParts.members(finished.extension(), out);
        out.text("}");
    }
}
