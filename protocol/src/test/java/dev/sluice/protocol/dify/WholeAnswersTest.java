package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are whole only if everything that came is put together. */
final class WholeAnswersTest {
    private static final String STARTED = "{\"event\":\"workflow_started\",\"task_id\":\"t\"}";
    private static final String END =
            "{\"event\":\"message_end\",\"task_id\":\"t\",\"metadata\":{}}";

    private static final String FILE =
            "{\"event\":\"message_file\",\"type\":\"image\",\"url\":\"/files/a(1).png\",\"belongs_to\":\"assistant\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Intro. | Intro. Item one. Item two. | Intro. Item one. Item two.",
                "'' | Item one. | Item one.",
                "<think>Hm</think>Intro. | <think>Hm</think>Intro. Item. | Intro. Item.",
                "<think>Hm</think> | <think>Hm</think>Item. | Item.",
                "<think>Hm</think> | Item. | Item.",
                "<think>Hm | <think>Hm</think>Item. | Item.",
                "<think>Hm</think>Item. | <think>Hm</think>Item. | Item.",
                "Intro. | Other. | Intro.",
                "Intro. More. | Intro. | Intro. More.",
                "~ | Item. | ~Item."
            })
    void what_only_the_last_event_has_is_sent_before_the_end(
            String streamed, String answer, String whole) {
        String message = message("message", streamed.replace('~', '\n'));
        String finished = finished("answer", answer);
        String expected = whole.replace('~', '\n').strip();
        assertThat(text("advanced-chat", STARTED, message, END, finished).strip())
                .isEqualTo(expected);
        assertThat(text("advanced-chat", STARTED, message, finished, END).strip())
                .isEqualTo(expected);
    }

    @Test
    void a_workflow_that_streamed_less_than_its_output_is_completed() {
        String chunk = "{\"event\":\"text_chunk\",\"data\":{\"text\":\"Intro. \"}}";
        String finished = finished("text", "Intro. Item one.");
        assertThat(text("workflow", STARTED, chunk, finished)).isEqualTo("Intro. Item one.");
        assertThat(text(Played.whole("workflow", stream(STARTED, chunk, finished))))
                .isEqualTo("Intro. Item one.");
    }

    @Test
    void an_answer_that_message_end_has_is_completed_by_it() {
        String end = "{\"event\":\"message_end\",\"answer\":\"Intro. Item.\",\"metadata\":{}}";
        assertThat(text("chat", message("message", "Intro. "), end)).isEqualTo("Intro. Item.");
    }

    @Test
    void what_moderation_withdrew_does_not_come_back_with_the_outputs() {
        List<ChatEvent> events =
                events(
                        "advanced-chat",
                        STARTED,
                        message("message", "Bad words"),
                        message("message_replace", "B"),
                        END,
                        finished("answer", "Bad words and more"));
        assertThat(events).contains(new ChatEvent.Replaced("B"));
        assertThat(text(events)).isEqualTo("Bad words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prompt_tokens':-5,'completion_tokens':3,'total_tokens':-2} | Unknown[]",
                "{'prompt_tokens':-5,'completion_tokens':3,'total_tokens':3} | Total[tokens=3]",
                "{'prompt_tokens':5,'completion_tokens':3,'total_tokens':-2} | Counted[prompt=5, completion=3, total=8, cached=0, reasoning=0]",
                "{'prompt_tokens':9223372036854775807,'completion_tokens':9223372036854775807} | Unknown[]",
                "{'prompt_tokens':9e99,'completion_tokens':1} | Unknown[]",
                "{'total_tokens':-1} | Unknown[]",
                "{'total_tokens':99999999999999999999} | Unknown[]",
                "{'prompt_tokens':5,'completion_tokens':3} | Counted[prompt=5, completion=3, total=8, cached=0, reasoning=0]"
            })
    void what_is_no_count_of_tokens_is_not_passed_on(String usage, String known) {
        String end =
                "{\"event\":\"message_end\",\"metadata\":{\"usage\":%s}}"
                        .formatted(usage.replace('\'', '"'));
        ChatEvent last = events("chat", message("message", "Hi"), end).getLast();
        assertThat(((ChatEvent.Finished) last).usage()).hasToString(known);
    }

    @Test
    void the_name_of_a_step_is_kept_as_far_as_somebody_reads_it() {
        String step =
                "{\"event\":\"node_started\",\"task_id\":\"t\",\"data\":{\"title\":\"%s\"}}"
                        .formatted("x".repeat(1_000_000));
        assertThat(events("workflow", STARTED, step))
                .contains(new ChatEvent.Progress("x".repeat(200)));
    }

    @Test
    void a_workflow_has_no_negative_count_of_tokens() {
        String finished =
                "{\"event\":\"workflow_finished\",\"data\":{\"status\":\"succeeded\",\"total_tokens\":-7,\"outputs\":{\"a\":\"b\"}}}";
        ChatEvent last = events("workflow", STARTED, finished).getLast();
        assertThat(((ChatEvent.Finished) last).usage()).isEqualTo(new Usage.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\u0085b", "a\\u202eb", "a\\ud800b", "LONG"})
    void what_is_no_id_is_neither_passed_on_nor_used(String written) {
        String id = written.replace("LONG", "i".repeat(1_000_000));
        String ids =
                "\"task_id\":\"%1$s\",\"message_id\":\"%1$s\",\"conversation_id\":\"%1$s\""
                        .formatted(id);
        List<ChatEvent> events =
                events(
                        "chat",
                        "{\"event\":\"message\",\"answer\":\"Hi\"," + ids + "}",
                        "{\"event\":\"message_end\",\"metadata\":{}," + ids + "}");
        assertThat(events.getFirst()).isEqualTo(new ChatEvent.Started(RunIds.NONE));
        assertThat(((ChatEvent.Finished) events.getLast()).extension().toString())
                .doesNotContain("_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\n", " \\n "})
    void a_blank_is_no_answer_of_an_agent(String blank) {
        String whole =
                text(
                        "agent-chat",
                        thought("t1", ""),
                        message("agent_message", blank.replace("\\n", "\n")),
                        message("agent_message", ""),
                        thought("t1", "The answer is 42."),
                        END);
        assertThat(whole.strip()).isEqualTo("The answer is 42.");
    }

    @Test
    void the_thoughts_of_the_new_agent_are_reasoning_as_they_grow() {
        List<ChatEvent> events =
                events(
                        "agent",
                        thought("t1", "\n"),
                        thought("t1", "\nlet me "),
                        thought("t1", "\nlet me see"),
                        message("agent_message", "\n\nIt "),
                        thought("t2", "plan"),
                        message("agent_message", "is."),
                        message("message", "\n\nIt is. Indeed."),
                        END);
        assertThat(events)
                .filteredOn(ChatEvent.Reasoning.class::isInstance)
                .containsExactly(
                        new ChatEvent.Reasoning("let me "),
                        new ChatEvent.Reasoning("see"),
                        new ChatEvent.Reasoning("plan"));
        assertThat(text(events)).isEqualTo("It is. Indeed.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<think>on and on | on and on",
                "<think>plan A <think>plan B</think>Final. | Final.",
                "Use the <think> tag. | Use the tag.",
                "plan</think>Final. | planFinal."
            })
    void a_tag_without_its_counterpart_neither_empties_an_answer_nor_stays(
            String said, String answer) {
        assertThat(text("chat", message("message", said), END)).isEqualTo(answer);
    }

    @Test
    void a_thought_without_its_end_that_words_follow_stays_a_thought() {
        String whole =
                text(
                        "advanced-chat",
                        STARTED,
                        of("llm", "<think>on and on"),
                        of("answer", "Final."),
                        END,
                        finished("answer", ""));
        assertThat(whole).isEqualTo("Final.");
    }

    @Test
    void a_thought_that_a_failure_breaks_off_stays_a_thought() {
        String failed = "{\"event\":\"error\",\"code\":\"x\",\"status\":500}";
        assertThat(text("chat", message("message", "<think>on and on"), failed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false"})
    void one_of_two_last_events_and_words_are_a_whole_answer(boolean words, boolean messageEnd) {
        EventReader reader = Played.reader("advanced-chat", true);
        read(reader, STARTED);
        read(reader, message("message", words ? "Hello" : " "));
        assertThat(reader.isWhole()).isFalse();
        read(reader, messageEnd ? END : finished("answer", ""));
        assertThat(reader.isWhole()).isEqualTo(words);
        List<ChatEvent> end = new ArrayList<>();
        reader.end(end::add);
        assertThat(end.getLast()).isInstanceOf(ChatEvent.Finished.class);
    }

    @Test
    void an_error_before_the_workflow_starts_is_the_failure() {
        String error =
                "{\"event\":\"error\",\"code\":\"invalid_param\",\"status\":400,\"message\":\"Model m1 not exist.\"}";
        List<ChatEvent> events =
                events("advanced-chat", error, STARTED, finishedAs("failed", "No terminal event"));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Failed.class,
                        end ->
                                assertThat(end.failure().code())
                                        .isEqualTo(FailureCode.DIFY_APP_UNAVAILABLE));
    }

    @Test
    void a_moderated_answer_stays_good_beside_a_run_that_never_was() {
        List<ChatEvent> events =
                events(
                        "advanced-chat",
                        message("message", "INPUT BLOCKED"),
                        END,
                        STARTED,
                        finishedAs("failed", "Workflow stream ended without a terminal event"));
        assertThat(text(events)).isEqualTo("INPUT BLOCKED");
        assertThat(events.getLast()).isInstanceOf(ChatEvent.Finished.class);
    }

    @Test
    void a_file_of_the_app_is_an_event_of_its_own() {
        assertThat(events("chat", message("message", "Look: "), FILE, END))
                .contains(
                        new ChatEvent.File(
                                "image",
                                "https://dify.example:8443/files/a(1).png",
                                "\n![image](https://dify.example:8443/files/a%281%29.png)\n"));
    }

    private static String message(String event, String text) {
        return Json.text(Json.empty().put("event", event).put("answer", text));
    }

    private static String of(String node, String text) {
        var event = Json.empty().put("event", "message").put("answer", text);
        event.putArray("from_variable_selector").add(node).add("text");
        return Json.text(event);
    }

    private static String thought(String id, String thought) {
        return Json.text(
                Json.empty().put("event", "agent_thought").put("id", id).put("thought", thought));
    }

    private static String finished(String output, String text) {
        var event = Json.empty().put("event", "workflow_finished");
        event.putObject("data").put("status", "succeeded").putObject("outputs").put(output, text);
        return Json.text(event);
    }

    private static String finishedAs(String status, String error) {
        var event = Json.empty().put("event", "workflow_finished");
        event.putObject("data").put("status", status).put("error", error);
        return Json.text(event);
    }

    private static void read(EventReader reader, String event) {
        byte[] bytes = stream(event).getBytes(UTF_8);
        reader.read(bytes, 0, bytes.length, _ -> {});
    }

    private static String stream(String... events) {
        return List.of(events).stream()
                .map(event -> "data: " + event + "\n\n")
                .collect(Collectors.joining());
    }

    private static List<ChatEvent> events(String mode, String... events) {
        return Played.events(mode, stream(events));
    }

    private static String text(String mode, String... events) {
        return text(events(mode, events));
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.Text.class::isInstance)
                .map(event -> ((ChatEvent.Text) event).delta())
                .collect(Collectors.joining());
    }
}
