package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Facts;
import dev.sluice.protocol.Slices;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.protocol.openai.OpenAiErrors;
import java.util.ArrayList;
import java.util.List;

/** Plays a stream of Dify through a reader, and its events through a writer. */
final class Played {
    private Played() {}

    static List<ChatEvent> events(String stream) {
        return events(stream.getBytes(UTF_8), List.of());
    }

    static List<ChatEvent> events(byte[] stream, List<Integer> ends) {
        List<ChatEvent> events = new ArrayList<>();
        EventReader reader = new Dify("demo", "app-secret", "").events(new Facts("", "chat", ""));
        Slices.feed(stream, ends, (slice, from, to) -> reader.read(slice, from, to, events::add));
        reader.end(events::add);
        return events;
    }

    static ChatEvent last(String stream) {
        return events(stream).getLast();
    }

    static String written(List<ChatEvent> events, EventWriter writer) {
        WireBuffer out = new WireBuffer();
        events.forEach(event -> writer.event(event, out));
        if (events.getLast() instanceof ChatEvent.Failed(var failure)) {
            if (writer instanceof OpenAiChunkWriter) {
                OpenAiErrors.event(failure, "req_0123", out);
            } else {
                out.text(OpenAiErrors.reply(failure, "req_0123").body());
            }
        } else {
            writer.end(out);
        }
        return out.utf8();
    }
}
