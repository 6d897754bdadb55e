package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies in pieces of every size. */
final class BodyPiecesTest {
    @Test
    void single_bytes_do_not_become_an_object_each() {
        var pieces = new BodyPieces();
        for (int i = 0; i < 1_000_000; i++) {
            pieces.add(Buffer.buffer(new byte[] {(byte) i}));
        }

        assertThat(pieces.size()).isEqualTo(1_000_000);
        assertThat(pieces.count()).isLessThan(100);
    }

    @Test
    void all_of_it_is_joined_in_order() {
        var chance = new Random(1);
        var pieces = new BodyPieces();
        Buffer expected = Buffer.buffer();
        for (int i = 0; i < 1_000; i++) {
            byte[] piece = new byte[chance.nextInt(i % 10 == 0 ? 20_000 : 30)];
            chance.nextBytes(piece);
            pieces.add(Buffer.buffer(piece));
            expected.appendBytes(piece);
        }

        assertThat(pieces.join()).isEqualTo(expected.getBytes());
        assertThat(pieces.count()).isZero();
    }
}
