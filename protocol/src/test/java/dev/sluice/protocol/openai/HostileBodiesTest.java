package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that cost more than they look like, or that two readers could read differently. */
final class HostileBodiesTest {
    private static final Set<String> VENDORS = Set.of("dify", "inputs");
    private static final String FRAME =
            "{\"model\":\"app\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],%s}";

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "é",
                    "中",
                    "😀",
                    "\\n",
                    "\\\"",
                    "\\\\",
                    "\\/",
                    "\\b",
                    "\\f",
                    "\\r",
                    "\\t",
                    "\\u0000",
                    "\\u00E9",
                    "\\u4e2d",
                    "\\ud83d\\ude00",
                    "\\u07ff",
                    "\\u0800",
                    "\\uffff",
                    "\\u007f",
                    "\\u0080");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"dify\":{\"inputs\":{\"x\":1e99999999999}}",
                "\"inputs\":{\"x\":[-1e-99999999999]}",
                "\"temperature\":1e99999999999",
                "\"n\":1e99999999999",
                "\"user\":1E+2147483648"
            })
    void a_number_without_a_value_is_refused_and_not_repeated(String member) {
        ChatFailure failure = refused(FRAME.formatted(member).getBytes(UTF_8));

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_JSON);
        assertThat(failure.cause()).contains("number").doesNotContain("999", "214");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e-999999999", "0e999999999", "123e2147483"})
    void a_number_at_the_edge_is_neither_spelt_out_nor_a_bug(String number) {
        String body =
                FRAME.formatted(
                        "\"temperature\":%1$s,\"top_p\":%1$s,\"inputs\":{\"x\":%1$s},\"dify\":{\"inputs\":{\"x\":%1$s}}"
                                .formatted(number));

        assertThat(OpenAiChat.read(body.getBytes(UTF_8), VENDORS).original().members().toString())
                .hasSizeLessThan(100);
    }

    /** As Latin-1, so that each character is a byte. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00c0\u00af",
                "\u00c1\u0081",
                "\u00e0\u0080\u00af",
                "\u00e0\u009f\u00bf",
                "\u00f0\u0080\u0080\u00af",
                "\u00f0\u008f\u00bf\u00bf",
                "\u00ed\u00a0\u0080",
                "\u00ed\u00bf\u00bf",
                "\u00f4\u0090\u0080\u0080",
                "\u00f5\u0080\u0080\u0080",
                "\u0080",
                "\u00ff",
                "\u00e4\u00bd",
                "\u00c3"
            })
    void text_that_is_not_valid_utf_8_is_refused_wherever_it_stands(String bytes) {
        for (String frame : new String[] {"\"user\":\"%s\"", "\"x\":\"%s\"", "\"%s\":1"}) {
            byte[] body = FRAME.formatted(frame.formatted(bytes)).getBytes(ISO_8859_1);

            ChatFailure failure = refused(body);

            assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_JSON);
            assertThat(failure.cause()).contains("UTF-8");
        }
    }

    @Test
    void every_character_that_utf_8_has_is_read_as_it_is() {
        var text = new StringBuilder();
        for (int point = 0x20; point <= Character.MAX_CODE_POINT; point++) {
            if (point != '"' && point != '\\' && (point < 0xd800 || point > 0xdfff)) {
                text.appendCodePoint(point);
            }
        }

        String body = FRAME.formatted("\"user\":\"" + text + "\"");

        assertThat(OpenAiChat.read(body.getBytes(UTF_8), VENDORS).origin().user())
                .isEqualTo(text.toString());
    }

    @Test
    void a_mark_at_the_beginning_is_no_part_of_the_body() {
        byte[] body = ("\ufeff" + FRAME.formatted("\"user\":\"ada\"")).getBytes(UTF_8);

        assertThat(OpenAiChat.read(body, VENDORS).origin().user()).isEqualTo("ada");
        assertThat(BodyField.text(body, "user")).isEqualTo("ada");
    }

    @Test
    void another_encoding_than_utf_8_is_refused() {
        byte[] body = FRAME.formatted("\"user\":\"ada\"").getBytes(UTF_16LE);

        assertThat(refused(body).code()).isEqualTo(FailureCode.REQUEST_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\":{\"a\":1,\"a\":2}",
                "\"x\":[{\"a\":1},{\"b\":1,\"b\":2}]",
                "\"x\":1,\"x\":2",
                "\"x\":1}{",
                "\"x\":[1}",
                "\"x\":\"\\q\"",
                "\"x\":01",
                "\"x\":nul"
            })
    void what_is_ignored_must_be_json_all_the_same(String members) {
        assertThat(refused(FRAME.formatted(members).getBytes(UTF_8)).code())
                .isEqualTo(FailureCode.REQUEST_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "0", "\"\"", "[{}]"})
    void more_than_a_million_values_are_refused(String value) {
        byte[] body = FRAME.formatted(list("x", value, 1_000_001)).getBytes(UTF_8);

        ChatFailure failure = refused(body);

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_TOO_LARGE);
        assertThat(failure.cause()).contains("1000000 values");
    }

    /**
     * What a thread makes is more than what it holds at any moment. Numbers of more than 18 digits
     * are left out: Java needs up to seven times their digits for a moment, but for one at a time.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "0",
                "1.5",
                "1234567890123",
                "null",
                "\"\"",
                "\"ab\"",
                "[{}]",
                "{\"a\":{}}"
            })
    void many_values_take_no_more_than_was_said(String value) {
        manyTakeNoMoreThanWasSaid(value, 100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "\"a", "\"中"})
    void large_values_take_no_more_than_was_said(String piece) {
        String value =
                piece.equals("[")
                        ? "[".repeat(400) + "]".repeat(400)
                        : "\"" + piece.substring(1).repeat(1_000) + "\"";
        manyTakeNoMoreThanWasSaid(value, 1_000);
    }

    private static void manyTakeNoMoreThanWasSaid(String value, int times) {
        for (String member : new String[] {"inputs\":{\"y", "x"}) {
            String end = member.equals("x") ? "" : "}";
            byte[] body = FRAME.formatted(list(member, value, times) + end).getBytes(UTF_8);

            takesWhatWasSaid(body);
        }
    }

    @Test
    void many_names_take_no_more_than_was_said() {
        var names = new StringBuilder("\"inputs\":{\"n\":0");
        for (int i = 0; i < 100_000; i++) {
            names.append(",\"").append(i).append("\":{}");
        }

        takesWhatWasSaid(FRAME.formatted(names + "}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "\\n", "é", "中", "😀", "\\u4e2d", "aaaaaaaaaa\\n", "中\\n", "\\ud800"})
    void long_text_takes_no_more_than_was_said(String piece) {
        String text = piece.repeat(4_000_000 / piece.length());

        takesWhatWasSaid(FRAME.formatted("\"user\":\"" + text + "\"").getBytes(UTF_8));
        takesWhatWasSaid(FRAME.formatted("\"user\":\"" + text + "😀\"").getBytes(UTF_8));
        takesWhatWasSaid(FRAME.formatted("\"x\":\"" + text + "\"").getBytes(UTF_8));
    }

    /** Both ways to read a string, the parser's and the one for long ones. */
    @Test
    void long_strings_are_read_as_short_ones_are() {
        var chance = new Random(7);
        for (int round = 0; round < 40; round++) {
            var text = new StringBuilder();
            while (text.length() < 20_000 + round) {
                text.append(PIECES.get(chance.nextInt(PIECES.size())));
            }
            if (round % 2 == 1) {
                text.append("\\ud83d");
            }
            String expected = JsonMapper.shared().readTree("\"" + text + "\"").stringValue();

            String body = FRAME.formatted("\"user\":\"" + text + "\"");

            assertThat(OpenAiChat.read(body.getBytes(UTF_8), VENDORS).origin().user())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\q", "\\u12g4", "\\u12", "\n", "\\é", "\\"})
    void a_long_string_that_breaks_the_rules_is_refused(String piece) {
        String body = FRAME.formatted("\"user\":\"" + "a".repeat(40_000) + piece + "\"");

        assertThat(refused(body.getBytes(UTF_8)).code()).isEqualTo(FailureCode.REQUEST_JSON);
    }

    @Test
    void ten_megabytes_that_are_ignored_take_next_to_nothing() {
        byte[] body = FRAME.formatted("\"x\":\"" + "a".repeat(10_000_000) + "\"").getBytes(UTF_8);
        OpenAiChat.read(body, VENDORS);

        assertThat(allocated(() -> OpenAiChat.read(body, VENDORS))).isLessThan(1_000_000);
    }

    private static void takesWhatWasSaid(byte[] body) {
        OpenAiChat.read(body, VENDORS);
        long said = JsonFootprint.of(body).reading();

        long made = allocated(() -> OpenAiChat.read(body, VENDORS));

        assertThat(made).isLessThanOrEqualTo(said);
    }

    private static long allocated(Runnable action) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String list(String name, String value, int times) {
        return "\"" + name + "\":[" + (value + ",").repeat(times - 1) + value + "]";
    }

    private static ChatFailure refused(byte[] body) {
        return catchThrowableOfType(ChatFailedException.class, () -> OpenAiChat.read(body, VENDORS))
                .failure();
    }
}
