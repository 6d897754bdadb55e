package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.Slices;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Dify answered, run by run. */
final class RecordingsTest {
    /** Byte by byte, and at random. */
    private static final int WAYS = 10;

    private final Dify dify = new Dify("demo", Played.BASE, "app-secret", "chat");

    /** The recordings that hold a run which is streamed or refused. */
    static List<String> runs() {
        return Recording.names().stream()
                .filter(name -> Recording.read(name).stream().anyMatch(RecordingsTest::isPlayed))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void a_recorded_run_is_read_as_it_was_meant(String name) {
        String played =
                Recording.read(name).stream()
                        .filter(RecordingsTest::isPlayed)
                        .map(exchange -> played(name, exchange))
                        .collect(Collectors.joining("\n"));
        Golden.expect("recordings/" + name + ".txt", played);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void a_recorded_run_may_be_cut_into_slices_anywhere(String name) {
        for (Recording exchange : Recording.read(name)) {
            if (!exchange.isRun() || !exchange.isStream()) {
                continue;
            }
            byte[] bytes = exchange.bytes();
            String mode = exchange.mode(name);
            List<ChatEvent> whole = Played.events(mode, bytes, List.of());
            for (List<Integer> ends : Slices.some(bytes.length).subList(0, WAYS)) {
                assertThat(Played.events(mode, bytes, ends)).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void whatever_was_recorded_ends_once_in_every_mode(String name) {
        for (Recording exchange : Recording.read(name)) {
            for (String mode : exchange.isStream() ? Dify.modes() : List.<String>of()) {
                List<ChatEvent> events = Played.events(mode, exchange.bytes(), List.of());
                assertThat(events)
                        .as(mode)
                        .filteredOn(RecordingsTest::isEnd)
                        .containsExactly(events.getLast());
            }
        }
    }

    private static boolean isEnd(ChatEvent event) {
        return event instanceof ChatEvent.Finished || event instanceof ChatEvent.Failed;
    }

    /** An answer in one piece is not asked for, and refused as a foreign one. */
    private static boolean isPlayed(Recording exchange) {
        return exchange.isRun() && (exchange.isStream() || exchange.head().status() != 200);
    }

    private String played(String name, Recording exchange) {
        String mode = exchange.mode(name);
        String read =
                exchange.isStream()
                        ? ReadableEvents.of(Played.events(mode, exchange.bytes(), List.of()))
                        : ReadableEvents.of(dify.refusal(exchange.response())) + "\n";
        return "%s as %s, %d\n%s".formatted(exchange.asked(), mode, exchange.head().status(), read);
    }
}
