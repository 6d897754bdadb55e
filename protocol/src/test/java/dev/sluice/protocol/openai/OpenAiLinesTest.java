package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.FinishReason;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.Usage;
import dev.sluice.protocol.WireBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Clients read streams by the line, and some of them give up at 64 KiB. */
final class OpenAiLinesTest {
    private static final int MOST = 32 * 1024;
    private static final String FACE = "\ud83d\ude00";
    private static final String FAMILY = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";

    static Stream<String> texts() {
        return Stream.of(
                "a".repeat(1_000_000),
                "\u0000".repeat(100_000),
                "a\u001b\"\\\n".repeat(50_000),
                FACE.repeat(50_000),
                "x" + FACE.repeat(50_000),
                "xyz" + FACE.repeat(50_000),
                "\u4f60\u597d".repeat(50_000),
                "\ud83d".repeat(50_000));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void no_line_is_longer_than_clients_read_and_the_text_is_whole(String text) {
        assertThat(content(lines(format(ReasoningFormat.FIELD), new ChatEvent.Text(text))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void reasoning_is_divided_alike(String text) {
        List<JsonNode> field = lines(format(ReasoningFormat.FIELD), new ChatEvent.Reasoning(text));
        assertThat(joined(field, "/choices/0/delta/reasoning_content")).isEqualTo(text);
        List<JsonNode> tags = lines(format(ReasoningFormat.TAGS), new ChatEvent.Reasoning(text));
        assertThat(content(tags)).isEqualTo("<think>" + text + "</think>\n\n");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void the_arguments_of_a_call_are_divided_alike(String text) {
        List<JsonNode> lines =
                lines(
                        format(ReasoningFormat.FIELD),
                        new ChatEvent.ToolCallDelta(127, "call_1", "f", text));

        assertThat(joined(lines, "/choices/0/delta/tool_calls/0/function/arguments"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void files_and_replacements_are_divided_alike(String text) {
        var file = new ChatEvent.File("image", text, text);
        assertThat(content(lines(format(ReasoningFormat.FIELD), file))).isEqualTo(text);
        var images = new AnswerFormat(ReasoningFormat.FIELD, true, true);
        assertThat(content(lines(images, file))).isEqualTo(text);
        assertThat(content(lines(images, new ChatEvent.Replaced(text)))).isEqualTo(text);
    }

    @Test
    void a_line_ends_between_two_characters_that_people_see() {
        for (String character : List.of(FACE, FAMILY, "e\u0301", "\ud83d\udc4d\ud83c\udffd")) {
            String text = "y" + character.repeat(20_000);
            for (JsonNode chunk : lines(format(ReasoningFormat.FIELD), new ChatEvent.Text(text))) {
                String piece = chunk.at("/choices/0/delta/content").asString("");
                assertThat(piece.replace("y", "").replace(character, "")).isEmpty();
            }
        }
    }

    @Test
    void a_letter_with_more_accents_than_a_line_holds_is_divided_all_the_same() {
        String text = "e" + "\u0301".repeat(100_000);
        assertThat(content(lines(format(ReasoningFormat.FIELD), new ChatEvent.Text(text))))
                .isEqualTo(text);
    }

    @Test
    void the_largest_members_of_the_last_chunk_are_left_out_and_named() {
        ObjectNode extension = JsonMapper.shared().createObjectNode();
        ObjectNode dify = extension.putObject("dify").put("message_id", "m1").put("small", "s");
        dify.putArray("citations").add("c".repeat(40_000));
        dify.putObject("outputs").put("text", "\u0001".repeat(10_000));
        JsonNode last = last(extension);
        assertThat(last.path("dify").toString())
                .isEqualTo(
                        """
                        {"message_id":"m1","small":"s","truncated":["outputs","citations"]}\
                        """);
    }

    @Test
    void what_fits_beside_the_largest_member_stays() {
        ObjectNode extension = JsonMapper.shared().createObjectNode();
        ObjectNode dify = extension.putObject("dify");
        dify.put("large", "l".repeat(30_000));
        dify.put("larger", "l".repeat(31_000));
        assertThat(last(extension).at("/dify/large").asString()).hasSize(30_000);
        assertThat(last(extension).at("/dify/truncated").toString()).isEqualTo("[\"larger\"]");
    }

    @Test
    void a_replacement_that_no_line_holds_is_named_too() {
        List<JsonNode> chunks =
                lines(
                        format(ReasoningFormat.FIELD),
                        new ChatEvent.Text("Bad"),
                        new ChatEvent.Replaced(FACE.repeat(50_000)));
        JsonNode last = chunks.getLast();
        assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("content_filter");
        assertThat(last.at("/dify/truncated").toString()).isEqualTo("[\"replacement\"]");
    }

    @Test
    void many_members_of_any_size_never_exceed_the_line() {
        for (int size : List.of(1, 100, 400, 500, 1_000, 2_000)) {
            ObjectNode extension = JsonMapper.shared().createObjectNode();
            ObjectNode dify = extension.putObject("dify");
            for (int i = 0; i < 70; i++) {
                dify.put("member" + i, "v".repeat(size));
            }
            extension.put("other", "o".repeat(size));
            assertThat(last(extension).path("dify").isEmpty()).isFalse();
        }
    }

    private static AnswerFormat format(ReasoningFormat reasoning) {
        return new AnswerFormat(reasoning, true, false);
    }

    private static JsonNode last(ObjectNode extension) {
        var end = new ChatEvent.Finished(FinishReason.STOP, new Usage.Total(3), extension);
        return lines(format(ReasoningFormat.FIELD), end).getLast();
    }

    /** What a client makes of it that reads no line longer than 32 KiB. */
    private static List<JsonNode> lines(AnswerFormat format, ChatEvent... events) {
        var writer = new OpenAiChunkWriter("req_0123", 1_700_000_000, "m", false, format);
        var out = new WireBuffer();
        List<ChatEvent> all = new ArrayList<>(List.of(events));
        if (!(all.getLast() instanceof ChatEvent.Finished)) {
            ObjectNode none = JsonMapper.shared().createObjectNode();
            all.add(new ChatEvent.Finished(FinishReason.STOP, new Usage.Unknown(), none));
        }
        all.forEach(event -> writer.event(event, out));
        writer.end(out);
        List<String> lines = out.utf8().lines().filter(line -> line.startsWith("data: {")).toList();
        assertThat(out.utf8().lines())
                .allSatisfy(line -> assertThat(line.getBytes(UTF_8)).hasSizeLessThan(MOST));
        return lines.stream()
                .map(line -> JsonMapper.shared().readTree(line.substring("data: ".length())))
                .toList();
    }

    private static String content(List<JsonNode> chunks) {
        return joined(chunks, "/choices/0/delta/content");
    }

    private static String joined(List<JsonNode> chunks, String at) {
        return chunks.stream()
                .map(chunk -> chunk.at(at).asString(""))
                .collect(Collectors.joining());
    }
}
