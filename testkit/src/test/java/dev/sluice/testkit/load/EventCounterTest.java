package dev.sluice.testkit.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventCounterTest {
    @Test
    void a_blank_line_ends_an_event() {
        assertThat(count("data: a\ndata: b\n\ndata: c\n\n")).isEqualTo(2);
    }

    @Test
    void a_blank_line_counts_once_wherever_the_pieces_are_cut() {
        String body = "data: a\n\n\ndata: b\n\ndata: c\n\n";
        for (int cut = 0; cut <= body.length(); cut++) {
            assertThat(count(body.substring(0, cut), "", body.substring(cut))).isEqualTo(3);
        }
    }

    @Test
    void an_answer_does_not_begin_where_the_last_one_ended() {
        var counter = new EventCounter();
        counter.count(Unpooled.copiedBuffer("{}\n", StandardCharsets.UTF_8));
        counter.reset();

        int events = counter.count(Unpooled.copiedBuffer("\ndata", StandardCharsets.UTF_8));

        assertThat(events).isZero();
    }

    private static int count(String... pieces) {
        var counter = new EventCounter();
        return List.of(pieces).stream()
                .mapToInt(piece ->
                        counter.count(Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8)))
                .sum();
    }
}
