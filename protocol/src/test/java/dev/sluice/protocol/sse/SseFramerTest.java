package dev.sluice.protocol.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Slices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseFramerTest {
    private static final String EVERYTHING =
            String.join(
                    "",
                    "\uFEFFdata: first\n\n: comment\n\nevent: ping\n\n",
                    "id: 7\ndata:no space\nretry: 1\n\n",
                    "data: two\ndata:  lines\ndata\n\ndatabase: other\ndata : other\n\r\n",
                    "data: 你好 👋\r\ndata: crlf\r\n\r\ndata: cr\r\rdata: one\rdata: by one\n\rdata: last");

    @Test
    void only_the_data_of_events_is_found() {
        assertThat(whole(EVERYTHING))
                .containsExactly(
                        "first",
                        "no space",
                        "two\n lines\n",
                        "你好 👋\ncrlf",
                        "cr",
                        "one\nby one",
                        "last");
    }

    @Test
    void slices_may_be_cut_anywhere() {
        byte[] bytes = EVERYTHING.getBytes(UTF_8);
        List<String> expected = whole(EVERYTHING);
        for (List<Integer> ends : Slices.ways(bytes.length)) {
            Found found = new Found();
            SseFramer framer = new SseFramer();
            Slices.feed(bytes, ends, (slice, from, to) -> framer.read(slice, from, to, found));
            framer.end(found);
            assertThat(found.data).as("cut at %s", ends).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: x", "data: x\n", "data: x\r", "data: x\n\n", "data: x\r\n\r\n"})
    void the_last_event_may_lack_its_end(String stream) {
        assertThat(whole(stream)).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n\n", "\uFEFF", ": x", "event: x\n\n", "dat", "datax: y\n\n", "\r"})
    void what_has_no_data_is_no_event(String stream) {
        assertThat(whole(stream)).isEmpty();
    }

    @Test
    void a_byte_order_mark_counts_only_at_the_very_start() {
        assertThat(whole("\n\uFEFFdata: x\n\n")).isEmpty();
    }

    @Test
    void an_event_whole_in_one_slice_is_not_copied() {
        byte[] bytes = "data: one\n\ndata: two\n\n".getBytes(UTF_8);
        List<byte[]> arrays = new ArrayList<>();
        SseFramer framer = new SseFramer();
        framer.read(
                bytes,
                0,
                bytes.length,
                new Found() {
                    @Override
                    public void data(byte[] found, int from, int to) {
                        arrays.add(found);
                    }
                });
        assertThat(arrays).hasSize(2).allSatisfy(array -> assertThat(array).isSameAs(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: 12345678", "data: 1234\ndata: 678", "data:12345678"})
    void an_event_of_the_limit_is_read_however_it_is_cut(String event) {
        everyWay(event + "\n\n", found -> assertThat(found.tooLarge).isZero());
        everyWay(event + "\n\n", found -> assertThat(found.data).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 123456789\n\ndata: x\n\n",
                "data: 1234\ndata: 6789\n\n",
                "data: 1\ndata: 123456789 and much more of it\n\n",
                ": one byte too long\n\n",
                ": a comment that is much too long\n\n",
                "data: 123456789"
            })
    void an_event_beyond_the_limit_is_told_once_and_ends_the_reading(String stream) {
        everyWay(stream, found -> assertThat(found.tooLarge).isOne());
        everyWay(stream, found -> assertThat(found.data).isEmpty());
    }

    private static void everyWay(String stream, Consumer<Found> check) {
        byte[] bytes = stream.getBytes(UTF_8);
        for (List<Integer> ends : Slices.ways(bytes.length)) {
            Found found = new Found();
            SseFramer framer = new SseFramer(8);
            Slices.feed(bytes, ends, (slice, from, to) -> framer.read(slice, from, to, found));
            framer.end(found);
            check.accept(found);
        }
    }

    private static List<String> whole(String stream) {
        byte[] bytes = stream.getBytes(UTF_8);
        Found found = new Found();
        SseFramer framer = new SseFramer();
        framer.read(bytes, 0, bytes.length, found);
        framer.end(found);
        return found.data;
    }

    private static class Found implements SseSink {
        final List<String> data = new ArrayList<>();
        int tooLarge;

        @Override
        public void data(byte[] bytes, int from, int to) {
            data.add(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void tooLarge() {
            tooLarge++;
        }
    }
}
