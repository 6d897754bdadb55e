package dev.sluice.edge;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.Citation;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenWebUiEvents;
import java.util.List;

/**
 * A writer of streams that also writes what Open WebUI alone shows: what goes on, and what the
 * answer rests on. Used on the client's loop.
 */
final class OpenWebUiWriter implements EventWriter {
    private final EventWriter writer;
    private final StatusLine status;
    private List<Citation> citations = List.of();

    OpenWebUiWriter(EventWriter writer, StatusLine status) {
        this.writer = writer;
        this.status = status;
    }

    @Override
    public void event(ChatEvent event, WireBuffer out) {
        switch (event) {
            case ChatEvent.Progress(String step) when !step.isBlank() -> status.step(step);
            case ChatEvent.Text(String delta) when !delta.isBlank() -> status.done(out);
            case ChatEvent.Reasoning _,
                    ChatEvent.File _,
                    ChatEvent.ToolCallDelta _,
                    ChatEvent.Replaced _,
                    ChatEvent.Failed _ ->
                    status.done(out);
            case ChatEvent.Finished finished -> citations = finished.citations();
            case ChatEvent.Started _,
                    ChatEvent.Delay _,
                    ChatEvent.Progress _,
                    ChatEvent.Text _ -> {}
        }
        writer.event(event, out);
    }

    @Override
    public void end(WireBuffer out) {
        status.done(out);
        citations.forEach(citation -> OpenWebUiEvents.source(citation, out));
        writer.end(out);
    }
}
