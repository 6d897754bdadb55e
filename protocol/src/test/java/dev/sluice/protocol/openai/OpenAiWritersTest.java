package dev.sluice.protocol.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    void a_whole_answer_has_numbers_for_clients_that_fail_without_and_says_what_they_are() {
        JsonNode none = answer(finished(new Usage.Unknown()));
        assertThat(none.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}");
        assertThat(none.at("/dify/usage").asString()).isEqualTo("unknown");
        JsonNode sum = answer(finished(new Usage.Total(9)));
        assertThat(sum.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":0,\"completion_tokens\":9,\"total_tokens\":9}");
        assertThat(sum.at("/dify/usage").asString()).isEqualTo("total_only");
        assertThat(answer(finished(new Usage.Counted(1, 2, 3))).has("dify")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_extension_there_is_no_member_of_ours(boolean stream) {
        var bare = new AnswerFormat(ReasoningFormat.FIELD, false, false);
        JsonNode extension = JsonMapper.shared().readTree("{\"dify\":{\"a\":1},\"b\":[2]}");
        String written =
                written(
                        writer(stream, bare),
                        new ChatEvent.Text("Bad"),
                        new ChatEvent.Replaced("Good"),
                        new ChatEvent.Finished(FinishReason.STOP, new Usage.Total(3), extension));
        assertThat(written).doesNotContain("dify", "\"b\"");
    }

    @Test
    void reasoning_may_stand_between_tags_in_the_text() {
        EventWriter writer = writer(true, tags());
        String written =
                written(
                        writer,
                        new ChatEvent.Reasoning("plan"),
                        new ChatEvent.Reasoning(" A"),
                        new ChatEvent.Text("One"),
                        new ChatEvent.Text(""),
                        new ChatEvent.Reasoning("plan B"),
                        new ChatEvent.File("image", "u", "![](u)"),
                        new ChatEvent.Reasoning("plan C"),
                        finished(new Usage.Unknown()));
        assertThat(content(written))
                .isEqualTo(
                        "<think>plan A</think>\n\nOne<think>plan B</think>\n\n![](u)<think>plan"
                                + " C</think>\n\n");
        assertThat(written).doesNotContain("reasoning_content");
    }

    @Test
    void reasoning_in_tags_ends_where_the_answer_breaks_off() {
        WireBuffer out = new WireBuffer();
        EventWriter writer = writer(true, tags());
        writer.event(new ChatEvent.Reasoning("plan"), out);
        writer.event(new ChatEvent.Failed(FAILURE), out);
        writer.event(new ChatEvent.Failed(FAILURE), out);
        assertThat(content(out.utf8())).isEqualTo("<think>plan</think>\n\n");
    }

    @Test
    void reasoning_in_tags_is_no_part_of_what_a_replacement_must_begin_with() {
        String written =
                written(
                        writer(true, tags()),
                        new ChatEvent.Reasoning("plan"),
                        new ChatEvent.Text("Good"),
                        new ChatEvent.Replaced("Good day"),
                        finished(new Usage.Unknown()));
        assertThat(content(written)).isEqualTo("<think>plan</think>\n\nGood day");
        assertThat(written).contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void an_answer_in_one_piece_has_the_same_forms_of_reasoning() {
        ChatEvent[] events = {
            new ChatEvent.Reasoning("plan"),
            new ChatEvent.Text("One"),
            finished(new Usage.Unknown())
        };
        JsonNode tags = JsonMapper.shared().readTree(written(writer(false, tags()), events));
        assertThat(tags.at("/choices/0/message/content").asString())
                .isEqualTo("<think>plan</think>\n\nOne");
        assertThat(tags.at("/choices/0/message").has("reasoning_content")).isFalse();
        var none = new AnswerFormat(ReasoningFormat.NONE, true, false);
        assertThat(written(writer(false, none), events)).contains("One").doesNotContain("plan");
        assertThat(written(writer(true, none), events)).contains("One").doesNotContain("plan");
    }

    @Test
    void a_picture_has_a_place_of_its_own_where_the_client_shows_it() {
        var images = new AnswerFormat(ReasoningFormat.FIELD, true, true);
        String large = "data:image/png;base64," + "A".repeat(40_000);
        String written =
                written(
                        writer(true, images),
                        new ChatEvent.File("image", "https://a/b", "![](https://a/b)"),
                        new ChatEvent.File("document", "https://a/c", "[](https://a/c)"),
                        new ChatEvent.File("image", large, "![](" + large + ")"),
                        finished(new Usage.Unknown()));
        assertThat(written)
                .contains(
                        "{\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b\"}}]}");
        assertThat(content(written)).isEqualTo("[](https://a/c)![](" + large + ")");
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
        var errors = new OpenAiErrors();
        var _ = errors.breakOff(FAILURE, "req_0123", out);
        assertThat(out.utf8())
                .isEqualTo("data: " + errors.error(FAILURE, "req_0123").body().utf8() + "\n\n");
    }

    @Test
    void names_are_escaped() {
        EventWriter writer = new OpenAiAnswerWriter("own \"id\"", CREATED, "m\n\"x\"");
        JsonNode answer =
                JsonMapper.shared().readTree(written(writer, finished(new Usage.Unknown())));
        assertThat(answer.path("id").asString()).isEqualTo("chatcmpl-own \"id\"");
        assertThat(answer.path("model").asString()).isEqualTo("m\n\"x\"");
    }

    private static EventWriter chunks(boolean includeUsage) {
        return new OpenAiChunkWriter("req_0123", CREATED, "m", includeUsage);
    }

    private static AnswerFormat tags() {
        return new AnswerFormat(ReasoningFormat.TAGS, true, false);
    }

    private static EventWriter writer(boolean stream, AnswerFormat format) {
        return stream
                ? new OpenAiChunkWriter("req_0123", CREATED, "m", false, format)
                : new OpenAiAnswerWriter("req_0123", CREATED, "m", format);
    }

    private static JsonNode answer(ChatEvent event) {
        return JsonMapper.shared().readTree(written(answer(), event));
    }

    private static String content(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> JsonMapper.shared().readTree(line.substring("data: ".length())))
                .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
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
