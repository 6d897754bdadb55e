package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the golden files of the upstreams' streams do not show. */
final class OpenAiWritersTest {
    private static final long CREATED = 1_700_000_000;
    private static final ChatFailure FAILURE =
            ChatFailure.of(FailureCode.UPSTREAM_SILENT, "demo", "It is \"silent\".", "Wait.");

    static List<EventWriter> writers() {
        return List.of(chunks(true), chunks(false), answer());
    }

    @Test
    void without_include_usage_no_chunk_has_usage() {
        Golden.expect(
                "openai/chunks_without_usage.txt",
                written(chunks(false), new ChatEvent.Text("Hi"), finished(new Usage.Total(3))));
    }

    @Test
    void usage_that_is_not_known_is_not_invented() {
        Golden.expect(
                "openai/chunks_with_unknown_usage.txt",
                written(chunks(true), new ChatEvent.Text("Hi"), finished(new Usage.Unknown())));
    }

    @Test
    void a_replacement_joins_the_members_that_the_end_has_itself() {
        JsonNode extension = JsonMapper.shared().readTree("{\"dify\":{\"a\":1},\"b\":[2]}");
        Golden.expect(
                "openai/chunks_with_extension.txt",
                written(
                        chunks(false),
                        new ChatEvent.Text("Bad"),
                        new ChatEvent.Replaced("Worse"),
                        new ChatEvent.Replaced("Good"),
                        new ChatEvent.Finished(FinishReason.STOP, new Usage.Unknown(), extension)));
        assertThat(extension.toString()).isEqualTo("{\"dify\":{\"a\":1},\"b\":[2]}");
    }

    @Test
    void a_replacement_that_comes_back_to_what_was_sent_can_be_told_after_all() {
        String written =
                written(
                        chunks(false),
                        new ChatEvent.Text("Good"),
                        new ChatEvent.Replaced("Bad"),
                        new ChatEvent.Text(" thing"),
                        new ChatEvent.Replaced("Good day"),
                        finished(new Usage.Unknown()));
        assertThat(written)
                .contains("{\"content\":\"Good\"}", "{\"content\":\" day\"}")
                .contains("\"finish_reason\":\"stop\"")
                .doesNotContain("replacement", "Bad", "thing");
    }

    @ParameterizedTest
    @MethodSource("writers")
    void nothing_is_sent_before_there_is_content(EventWriter writer) {
        WireBuffer out = new WireBuffer();
        writer.event(new ChatEvent.Started(RunIds.NONE), out);
        writer.event(new ChatEvent.Progress(""), out);
        writer.event(new ChatEvent.Text(""), out);
        writer.event(new ChatEvent.Reasoning(""), out);
        writer.event(finished(new Usage.Counted(1, 2, 3)), out);
        assertThat(out.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("writers")
    void an_answer_that_has_not_finished_gets_no_end(EventWriter writer) {
        writer.event(new ChatEvent.Text("Half"), new WireBuffer());
        writer.event(new ChatEvent.Failed(FAILURE), new WireBuffer());
        assertThatThrownBy(() -> writer.end(new WireBuffer()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_stream_is_kept_alive_by_a_comment() {
        WireBuffer out = new WireBuffer();
        OpenAiChunkWriter.keepAlive(out);
        assertThat(out.utf8()).isEqualTo(": keep-alive\n\n");
    }

    @Test
    void a_failure_in_a_stream_is_one_event_and_no_terminator() {
        WireBuffer out = new WireBuffer();
        OpenAiErrors.event(FAILURE, "req_0123", out);
        assertThat(out.utf8())
                .isEqualTo("data: " + OpenAiErrors.reply(FAILURE, "req_0123").body() + "\n\n");
    }

    @Test
    void names_are_escaped() {
        EventWriter writer = new OpenAiAnswerWriter("own \"id\"", CREATED, "m\n\"x\"");
        JsonNode answer =
                JsonMapper.shared().readTree(written(writer, finished(new Usage.Unknown())));
        assertThat(answer.path("id").asString()).isEqualTo("chatcmpl-own \"id\"");
        assertThat(answer.path("model").asString()).isEqualTo("m\n\"x\"");
        assertThat(answer.has("usage")).isFalse();
    }

    private static EventWriter chunks(boolean includeUsage) {
        return new OpenAiChunkWriter("req_0123", CREATED, "m", includeUsage);
    }

    private static EventWriter answer() {
        return new OpenAiAnswerWriter("req_0123", CREATED, "m");
    }

    private static ChatEvent finished(Usage usage) {
        return new ChatEvent.Finished(
                FinishReason.STOP, usage, JsonMapper.shared().createObjectNode());
    }

    private static String written(EventWriter writer, ChatEvent... events) {
        WireBuffer out = new WireBuffer();
        for (ChatEvent event : events) {
            writer.event(event, out);
        }
        writer.end(out);
        return out.utf8();
    }
}
