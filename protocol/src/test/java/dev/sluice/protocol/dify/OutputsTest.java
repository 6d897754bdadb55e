package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows with several outputs: what of them is the answer, and what stands beside it. */
final class OutputsTest {
    private static final String MANY = "workflow-multi-stream";
    private static final String ONE = "workflow-llm-stream";
    private static final String FILES = "workflow-stream-many-outputs";

    private final Dify dify = new Dify("demo", Played.BASE, "app-secret", "");

    @Test
    void streamed_outputs_come_as_dify_sends_them_and_have_their_names_beside() {
        List<ChatEvent> events = events(dify, MANY, true, false);
        assertThat(text(events)).startsWith("echo: hello\nsecond one\n{");
        assertThat(beside(events)).contains("\"outputs\":{\"first\":\"echo: hello\",\"second\":");
    }

    @Test
    void in_one_piece_several_outputs_are_json_with_names() {
        List<ChatEvent> events = events(dify, MANY, false, false);
        assertThat(text(events))
                .startsWith("{\"first\":\"echo: hello\",\"second\":\"second one\",\"usage\":{")
                .endsWith("\"tok\":13}");
        assertThat(beside(events)).doesNotContain("\"outputs\"");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void one_output_may_be_the_answer(boolean stream) {
        List<ChatEvent> events = events(dify.withOutputs("second", false), MANY, stream, false);
        assertThat(text(events)).isEqualTo("second one");
        assertThat(beside(events)).doesNotContain("\"outputs\"");
    }

    @Test
    void an_output_that_a_run_ended_without_leaves_all_of_them() {
        List<ChatEvent> events = events(dify.withOutputs("third", false), MANY, true, false);
        assertThat(text(events)).startsWith("{\"first\":");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void who_asks_for_outputs_gets_them_beside_the_text(boolean configured, boolean wanted) {
        Dify app = dify.withOutputs("", configured);
        List<ChatEvent> events = events(app, ONE, true, wanted);
        assertThat(text(events)).isEqualTo("echo: hello");
        assertThat(beside(events)).contains("\"outputs\":{\"text\":\"echo: hello\"}");
        assertThat(beside(events(dify, ONE, true, false))).doesNotContain("\"outputs\"");
    }

    @Test
    void a_single_text_that_an_older_dify_streamed_stays_the_answer() {
        String stream =
                "data: {\"event\":\"text_chunk\",\"data\":{\"text\":\"The text.\"}}\n\n"
                        + "data: {\"event\":\"workflow_finished\",\"data\":{\"status\":\"succeeded\","
                        + "\"outputs\":{\"text\":\"The text.\",\"score\":0.93}}}\n\n";
        List<ChatEvent> events = Played.whole("workflow", stream);
        assertThat(text(events)).isEqualTo("The text.");
    }

    @Test
    void files_among_the_outputs_hold_nothing_that_is_for_dify_alone() {
        List<ChatEvent> events = events(dify, FILES, false, true);
        assertThat(text(events))
                .contains("\"url\":\"http://files.example/a.png\"")
                .doesNotContain("dify_model_identity", "tenant", "transfer_method");
        assertThat(beside(events)).doesNotContain("dify_model_identity", "tenant");
    }

    @Test
    void what_a_total_is_made_of_is_said_to_be_unknown() {
        assertThat(beside(events(dify, ONE, true, false))).contains("\"usage\":\"total_only\"");
    }

    private static List<ChatEvent> events(
            Dify dify, String recording, boolean stream, boolean outputs) {
        var reader = Played.reader(dify, "workflow", Played.request(stream, outputs));
        String body = Recording.read(recording).getFirst().body();
        return Played.events(reader, body.getBytes(UTF_8), List.of());
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.Text.class::isInstance)
                .map(event -> ((ChatEvent.Text) event).delta())
                .collect(Collectors.joining());
    }

    private static String beside(List<ChatEvent> events) {
        return ((ChatEvent.Finished) events.getLast()).extension().toString();
    }
}
