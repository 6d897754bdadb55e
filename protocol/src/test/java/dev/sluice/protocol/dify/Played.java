package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.OriginalBody;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.Slices;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.protocol.openai.OpenAiErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plays a stream of Dify through a reader, and its events through a writer. */
final class Played {
    static final String BASE = "https://me:secret@dify.example:8443/v1";

    /** Made once: each test replays hundreds of prefixes. */
    private static final Dify DEMO = new Dify("demo", BASE, "app-secret", "");

    private Played() {}

    /** The stream of a golden file, as an app of the mode that its folder is named for. */
    static List<ChatEvent> golden(String name) {
        return events(mode(name), Golden.read(name));
    }

    static String mode(String name) {
        return name.split("/", -1)[1];
    }

    static List<ChatEvent> events(String mode, String stream) {
        return events(mode, stream.getBytes(UTF_8), List.of());
    }

    static List<ChatEvent> events(String mode, byte[] stream, List<Integer> ends) {
        return events(reader(mode, true), stream, ends);
    }

    /** What a client reads that takes the answer in one piece. */
    static List<ChatEvent> whole(String mode, String stream) {
        return events(reader(mode, false), stream.getBytes(UTF_8), List.of());
    }

    static EventReader reader(String mode, boolean stream) {
        return reader(DEMO, mode, request(stream, false));
    }

    static EventReader reader(Dify dify, String mode, ChatRequest request) {
        var target = new TargetModel("", new DifyFacts("", mode, ""));
        var head = new ResponseHead(200, Map.of("content-type", "text/event-stream"));
        return dify.answer(head, request, target).reader().orElseThrow();
    }

    static ChatRequest request(boolean stream, boolean outputs) {
        return new ChatRequest("m", List.of(), stream ? Output.STREAM : Output.WHOLE)
                .with(original("{\"outputs\":" + outputs + "}"));
    }

    /** With these options for Dify. */
    static ChatRequest request(String dify, Message... messages) {
        return new ChatRequest("m", List.of(messages), Output.STREAM).with(original(dify));
    }

    private static OriginalBody original(String dify) {
        return new OriginalBody("", Json.object("{\"dify\":" + dify + "}"), List.of());
    }

    static List<ChatEvent> events(EventReader reader, byte[] stream, List<Integer> ends) {
        List<ChatEvent> events = new ArrayList<>();
        Slices.feed(stream, ends, (slice, from, to) -> reader.read(slice, from, to, events::add));
        reader.end(events::add);
        return events;
    }

    static ChatEvent last(String mode, String stream) {
        return events(mode, stream).getLast();
    }

    static String written(List<ChatEvent> events, EventWriter writer) {
        WireBuffer out = new WireBuffer();
        events.forEach(event -> writer.event(event, out));
        if (events.getLast() instanceof ChatEvent.Failed(var failure)) {
            if (writer instanceof OpenAiChunkWriter) {
                var _ = new OpenAiErrors().breakOff(failure, "req_0123", out);
            } else {
                out.text(new OpenAiErrors().error(failure, "req_0123").body().utf8());
            }
        } else {
            writer.end(out);
        }
        return out.utf8();
    }
}
