package dev.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class StopSequenceReaderTest {
    private static final ChatEvent.Finished END =
            new ChatEvent.Finished(
                    FinishReason.LENGTH, new Usage.Total(7), JsonNodeFactory.instance.objectNode());

    @ParameterizedTest
    @CsvSource({
        "Action: x|Obser|vation: no, Observation, Action: x",
        "Action: x|O|b|s|e|r|v|ation|: no, Observation, Action: x",
        "Obs|Observation, Observation, Obs",
        "aaab|aaaac, aaaac, aaab",
        "aaaa|aac, aac, aaaa",
        "one two| three, two, 'one '",
        "one two, one, ''",
        "ab|cd, bc;d, a",
        "xaby, ab;xab, ''"
    })
    void an_answer_ends_before_the_first_stop_over_every_border(
            String deltas, String stops, String seen) {
        var events = read(stops, deltas);

        assertThat(text(events)).isEqualTo(seen);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Finished.class,
                        end -> {
                            assertThat(end.reason()).isEqualTo(FinishReason.STOP_SEQUENCE);
                            assertThat(end.usage()).isEqualTo(new Usage.Unknown());
                        });
    }

    @ParameterizedTest
    @CsvSource({"Obser|ved, Observation", "aaab|aaa, aaac", "say: Obs, Observation", "a|b|c, abd"})
    void an_answer_without_one_is_whole(String deltas, String stops) {
        var events = read(stops, deltas);

        assertThat(text(events)).isEqualTo(deltas.replace("|", ""));
        assertThat(events.getLast()).isEqualTo(END);
    }

    @Test
    void every_event_becomes_at_least_one_although_its_text_is_held() {
        assertThat(read("ab", "a|a")).hasSize(4);
    }

    @Test
    void a_replacement_is_searched_too() {
        var events = new ArrayList<ChatEvent>();
        var reader =
                new StopSequenceReader(
                        playing(
                                List.of(
                                        new ChatEvent.Text("Wrong. ST"),
                                        new ChatEvent.Replaced("Right. STOP here"),
                                        END)),
                        List.of("STOP"));
        reader.read("x".getBytes(UTF_8), 0, 1, events::add);

        assertThat(events).contains(new ChatEvent.Replaced("Right. "));
        assertThat(reader.isCurtailed()).isTrue();
        assertThat(reader.isWhole()).isTrue();
    }

    @Test
    void a_file_ends_what_may_have_been_the_beginning() {
        var file = new ChatEvent.File("image", "https://x.example/a.png", "![](a.png)");
        var events = new ArrayList<ChatEvent>();
        var reader =
                new StopSequenceReader(
                        playing(List.of(new ChatEvent.Text("ST"), file, new ChatEvent.Text("OP"))),
                        List.of("STOP"));
        reader.read("x".getBytes(UTF_8), 0, 1, events::add);

        assertThat(events)
                .containsSubsequence(new ChatEvent.Text("ST"), file, new ChatEvent.Text("OP"));
    }

    @Test
    void what_comes_after_the_stop_is_dropped() {
        var failed =
                new ChatEvent.Failed(
                        ChatFailure.of(FailureCode.RUN_FAILED, "upstream", "It failed.", "Ask."));
        var events = new ArrayList<ChatEvent>();
        new StopSequenceReader(
                        playing(List.of(new ChatEvent.Text("a STOP b"), failed, END)),
                        List.of("STOP"))
                .read("x".getBytes(UTF_8), 0, 1, events::add);

        assertThat(events).hasSize(2).first().isEqualTo(new ChatEvent.Text("a "));
    }

    @Test
    void an_answer_that_is_ended_says_what_is_known_of_it_by_then() {
        var known = JsonNodeFactory.instance.objectNode().put("message_id", "m");
        var events = new ArrayList<ChatEvent>();
        EventReader knowing =
                new EventReader() {
                    @Override
                    public void read(byte[] bytes, int from, int to, EventSink out) {
                        out.event(new ChatEvent.Text("a STOP b"));
                    }

                    @Override
                    public boolean isWhole() {
                        return false;
                    }

                    @Override
                    public ObjectNode extension() {
                        return known;
                    }

                    @Override
                    public void end(EventSink out) {}
                };
        new StopSequenceReader(knowing, List.of("STOP"))
                .read("x".getBytes(UTF_8), 0, 1, events::add);

        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Finished.class,
                        end -> assertThat(end.extension()).isEqualTo(known));
    }

    private static List<ChatEvent> read(String stops, String deltas) {
        var upstream = new ArrayList<ChatEvent>();
        for (String delta : deltas.split("\\|", -1)) {
            upstream.add(new ChatEvent.Text(delta));
        }
        upstream.add(END);
        var events = new ArrayList<ChatEvent>();
        new StopSequenceReader(playing(upstream), List.of(stops.split(";", -1)))
                .read("x".getBytes(UTF_8), 0, 1, events::add);
        return events;
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.Text.class::isInstance)
                .map(event -> ((ChatEvent.Text) event).delta())
                .collect(Collectors.joining());
    }

    private static EventReader playing(List<ChatEvent> events) {
        return new EventReader() {
            @Override
            public void read(byte[] bytes, int from, int to, EventSink out) {
                events.forEach(out::event);
            }

            @Override
            public boolean isWhole() {
                return false;
            }

            @Override
            public void end(EventSink out) {
                // Nothing is left.
            }
        };
    }
}
