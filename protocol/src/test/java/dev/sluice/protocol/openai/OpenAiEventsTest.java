package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventJson;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.WireBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What events become, whichever upstream they are from. */
final class OpenAiEventsTest {
    private static final long CREATED = 1_700_000_000;

    static List<String> events() {
        return Golden.names("events", ".json");
    }

    @ParameterizedTest
    @MethodSource("events")
    void events_become_chunks(String name) {
        var writer = new OpenAiChunkWriter("req_0123", CREATED, "m", true);
        Golden.expect(wire(name, ".chunks.txt"), written(name, writer));
    }

    @ParameterizedTest
    @MethodSource("events")
    void events_become_one_answer(String name) {
        var writer = new OpenAiAnswerWriter("req_0123", CREATED, "m");
        Golden.expect(wire(name, ".answer.json"), written(name, writer));
    }

    @ParameterizedTest
    @MethodSource("events")
    void events_become_chunks_with_thoughts_and_pictures_where_the_client_wants_them(String name) {
        var format = new AnswerFormat(ReasoningFormat.TAGS, true, true);
        var writer = new OpenAiChunkWriter("req_0123", CREATED, "m", false, format);
        Golden.expect(wire(name, ".tags.chunks.txt"), written(name, writer));
    }

    /** An order of events that a reader makes and no file has would be an order nobody looks at. */
    @Test
    void every_order_of_two_events_that_readers_make_is_among_the_files() {
        Set<String> written = new HashSet<>();
        events().forEach(name -> written.addAll(orders(name)));

        Set<String> read = new HashSet<>();
        Stream.of(".events.json", ".whole.json")
                .flatMap(ending -> Golden.names("dify", ending).stream())
                .forEach(name -> read.addAll(orders(name)));

        assertThat(written).containsAll(read);
    }

    private static Set<String> orders(String name) {
        Set<String> orders = new HashSet<>();
        String before = "Begin";
        for (ChatEvent event : EventJson.read(Golden.read(name))) {
            String kind = event.getClass().getSimpleName();
            orders.add(before + " " + kind);
            before = kind;
        }
        return orders;
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_files_are_as_they_would_be_written(String name) {
        String json = Golden.read(name);
        assertThat(EventJson.read(EventJson.of(EventJson.read(json))))
                .isEqualTo(EventJson.read(json));
    }

    private static String wire(String name, String ending) {
        return name.replace("events/", "openai/events/").replace(".json", ending);
    }

    private static String written(String name, EventWriter writer) {
        WireBuffer out = new WireBuffer();
        List<ChatEvent> events = EventJson.read(Golden.read(name));
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
