package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventJson;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.Slices;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.sse.SseFramer;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DifyEventsTest {
    private static final List<String> OF_WHOLE_ANSWERS = Golden.names("dify", ".whole.json");
    private static final Pattern TERMINAL =
            Pattern.compile(
                    "data: \\{\"event\": ?\"(message_end|workflow_finished|workflow_paused|error)\".*");

    static List<String> streams() {
        return Golden.names("dify", ".sse");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_becomes_events(String name) {
        Golden.expect(name.replace(".sse", ".events.json"), EventJson.of(Played.golden(name)));
    }

    /** Only some answers are put together otherwise for a client that takes them in one piece. */
    @ParameterizedTest
    @MethodSource("streams")
    void for_an_answer_in_one_piece_a_stream_becomes_the_same_events_or_these(String name) {
        String events = EventJson.of(Played.whole(Played.mode(name), Golden.read(name)));
        String own = name.replace(".sse", ".whole.json");
        boolean same = events.equals(EventJson.of(Played.golden(name)));
        if (same) {
            assertThat(OF_WHOLE_ANSWERS).doesNotContain(own);
        } else {
            Golden.expect(own, events);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void both_spellings_of_json_say_the_same_whole_and_byte_by_byte(String name) {
        byte[] dumped = JsonDumps.stream(Golden.read(name)).getBytes(UTF_8);
        for (List<Integer> ends : List.of(List.<Integer>of(), Slices.everywhere(dumped.length))) {
            assertThat(Played.events(Played.mode(name), dumped, ends))
                    .isEqualTo(Played.golden(name));
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_may_be_cut_into_slices_anywhere(String name) {
        byte[] bytes = Golden.read(name).getBytes(UTF_8);
        List<ChatEvent> expected = Played.golden(name);
        for (List<Integer> ends : Slices.some(bytes.length)) {
            assertThat(Played.events(Played.mode(name), bytes, ends))
                    .as("cut at %s", ends)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_is_complete_exactly_when_its_last_event_is(String name) {
        String stream = Golden.read(name);
        Matcher terminal = TERMINAL.matcher(stream);
        assertThat(terminal.find()).isTrue();
        int complete = stream.substring(0, terminal.end()).getBytes(UTF_8).length;
        byte[] bytes = stream.getBytes(UTF_8);
        for (int length = 0; length <= bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            ChatEvent last = Played.events(Played.mode(name), cut, List.of()).getLast();
            assertThat(truncated(last)).as("cut at %d", length).isEqualTo(length < complete);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void an_answer_begins_once_and_ends_once(String name) {
        List<ChatEvent> events = Played.golden(name);
        assertThat(events.getFirst()).isInstanceOf(ChatEvent.Started.class);
        assertThat(events.stream().filter(ChatEvent.Started.class::isInstance)).hasSize(1);
        assertThat(events.stream().filter(DifyEventsTest::ends)).containsExactly(events.getLast());
    }

    @Test
    void a_chat_is_known_by_its_task_message_and_conversation() {
        assertThat(Played.golden("dify/chat/message.sse").getFirst())
                .isEqualTo(
                        new ChatEvent.Started(
                                new RunIds(
                                        "900bbd43-dc0b-4383-a372-aa6e6c414227",
                                        "5ad4cb98-f0c7-4085-b384-88c403be6290",
                                        "45701982-8118-4bc5-8e9b-64562b4555f2")));
    }

    @Test
    void a_workflow_is_known_by_its_task_and_run() {
        assertThat(Played.golden("dify/workflow/steps.sse").getFirst())
                .isEqualTo(
                        new ChatEvent.Started(
                                new RunIds(
                                        "900bbd43-dc0b-4383-a372-aa6e6c414227",
                                        "7351221f-20b6-4dce-afe4-00f08518c2a9",
                                        "")));
    }

    @Test
    void the_order_of_members_does_not_matter() {
        assertThat(
                        Played.events(
                                "workflow",
                                "data: {\"data\":{\"text\":\"Hi\"},\"task_id\":\"t\",\"event\":\"text_chunk\"}\n\n"))
                .startsWith(
                        new ChatEvent.Started(new RunIds("t", "", "")), new ChatEvent.Text("Hi"));
    }

    @Test
    void every_step_is_a_sign_of_life_and_only_the_beginning_of_one_has_a_name() {
        List<ChatEvent> events = Played.golden("dify/advanced-chat/steps.sse");
        assertThat(events)
                .filteredOn(ChatEvent.Progress.class::isInstance)
                .extracting(event -> ((ChatEvent.Progress) event).step())
                .containsExactly(
                        "",
                        "Start",
                        "",
                        "Ask the model",
                        "",
                        "Each page",
                        "",
                        "",
                        "Until done",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void nothing_of_a_step_reaches_the_client(String name) {
        assertThat(Played.golden(name).toString()).doesNotContain("secret");
    }

    @Test
    void nothing_at_all_is_a_broken_end() {
        assertThat(truncated(Played.last("chat", ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"event\":\"message\"\n\n",
                "data: {\"event\":\"message\"} x\n\n",
                "data: {\"event\":\"message\"}{}\n\n",
                "data: {\"event\":\"message\",\"answer\":\"\\ud83\"}\n\n",
                "data: [DONE]\n\n",
                "data: null\n\n",
                "data: \"message\"\n\n",
                "data: <html>\n\n"
            })
    void an_event_that_is_not_an_object_garbles_the_stream(String event) {
        String end = "data: {\"event\":\"message_end\"}\n\n";
        List<ChatEvent> events = Played.events("chat", event + end);
        assertThat(events).hasSize(1);
        assertThat(code(events.getLast())).isEqualTo(FailureCode.STREAM_GARBLED);
    }

    @Test
    void an_event_without_members_is_tomorrows() {
        String message = "data: {\"event\":\"message\",\"task_id\":\"t\",\"answer\":\"Hi\"}\n\n";

        assertThat(Played.events("chat", message + "data: {}\n\n"))
                .element(2)
                .isEqualTo(new ChatEvent.Progress(""));
    }

    @Test
    void an_empty_event_is_none() {
        assertThat(truncated(Played.events("chat", "data: \n\ndata:\n\n").getFirst())).isTrue();
    }

    @Test
    void a_huge_step_is_read_and_an_oversized_one_fails() {
        String huge = "x".repeat(SseFramer.MAX_EVENT_BYTES - 100);
        assertThat(truncated(Played.last("workflow", step(huge)))).isTrue();
        assertThat(code(Played.last("workflow", step(huge + "x".repeat(100)))))
                .isEqualTo(FailureCode.STREAM_EVENT_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1.5", "99999999999999999999", "\"7\"", "null"})
    void counts_that_cannot_be_are_no_counts(String tokens) {
        String end =
                "data: {\"event\":\"workflow_finished\",\"data\":{\"total_tokens\":%s}}\n\n"
                        .formatted(tokens);
        assertThat(Played.last("workflow", end))
                .isInstanceOfSatisfying(
                        ChatEvent.Finished.class,
                        last -> assertThat(last.usage()).isEqualTo(new Usage.Unknown()));
    }

    @Test
    void a_deeply_nested_step_fails_as_data() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThat(
                        code(
                                Played.last(
                                        "workflow",
                                        "data: {\"event\":\"agent_log\",\"data\":"
                                                + deep
                                                + "}\n\n")))
                .isEqualTo(FailureCode.STREAM_GARBLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "1E2147483648"})
    void a_number_without_a_value_fails_as_data(String number) {
        String end =
                "data: {\"event\":\"workflow_finished\",\"data\":{\"outputs\":{\"x\":%s}}}\n\n"
                        .formatted(number);
        assertThat(code(Played.last("workflow", end))).isEqualTo(FailureCode.STREAM_GARBLED);
    }

    @Test
    void a_number_without_a_value_in_a_refusal_is_no_json() {
        assertThat(Json.object("{\"status\":1e99999999999}")).isEmpty();
    }

    private static String step(String text) {
        return "data: {\"event\":\"node_finished\",\"data\":{\"outputs\":\"" + text + "\"}}\n\n";
    }

    private static boolean ends(ChatEvent event) {
        return event instanceof ChatEvent.Finished || event instanceof ChatEvent.Failed;
    }

    private static boolean truncated(ChatEvent event) {
        return event instanceof ChatEvent.Failed && code(event) == FailureCode.STREAM_TRUNCATED;
    }

    private static FailureCode code(ChatEvent event) {
        return ((ChatEvent.Failed) event).failure().code();
    }

    @Test
    void the_first_event_that_names_the_run_begins_it() {
        String strange = "data: {\"event\":\"tomorrows_event\",\"data\":{}}\n\n";
        String named =
                "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\"Hi\"}\n\n";

        assertThat(Played.events("chat", strange + named))
                .startsWith(
                        new ChatEvent.Started(new RunIds("t", "m", "c")), new ChatEvent.Text("Hi"));
    }

    @Test
    void a_run_that_was_begun_without_a_name_is_named_by_a_later_event() {
        String nameless = "data: {\"event\":\"message\",\"answer\":\"Hi\"}\n\n";
        String named =
                "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\" you\"}\n\n";

        assertThat(Played.events("chat", nameless + named))
                .startsWith(
                        new ChatEvent.Started(RunIds.NONE),
                        new ChatEvent.Text("Hi"),
                        new ChatEvent.Started(new RunIds("t", "m", "c")),
                        new ChatEvent.Text(" you"));
    }

    @Test
    void an_error_that_names_no_run_is_told() {
        String error = "data: {\"event\":\"error\",\"status\":400,\"message\":\"no\"}\n\n";

        assertThat(Played.last("chat", error)).isInstanceOf(ChatEvent.Failed.class);
    }
}
