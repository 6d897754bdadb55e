package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Gzip as clients write it, and as no client does. */
final class GzipTest {
    private static final byte[] TEXT = "{\"model\":\"app\"} ".repeat(2_000).getBytes(UTF_8);

    @Test
    void what_was_packed_is_unpacked() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        for (byte[] plain : new byte[][] {TEXT, noise, {}, {7}}) {
            assertThat(new Gzip(packed(plain)).size()).isEqualTo(plain.length);
            assertThat(new Gzip(packed(plain)).unpack()).isEqualTo(plain);
        }
    }

    @Test
    void a_header_may_have_all_its_fields() throws Exception {
        byte[] plain = packed(TEXT);
        var all = new ByteArrayOutputStream();
        all.write(plain, 0, 3);
        all.write(0x1e);
        all.write(plain, 4, 6);
        all.write(new byte[] {3, 0, 1, 2, 3});
        all.writeBytes("name\0comment\0".getBytes(UTF_8));
        all.write(new byte[] {9, 9});
        all.write(plain, 10, plain.length - 10);

        assertThat(new Gzip(all.toByteArray()).unpack()).isEqualTo(TEXT);
    }

    @Test
    void a_gzip_that_is_cut_anywhere_is_refused() throws Exception {
        byte[] whole = packed(TEXT);
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void a_gzip_with_a_changed_byte_is_refused_or_means_the_same() throws Exception {
        byte[] whole = packed(Arrays.copyOf(TEXT, 300));
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            // Time, level and system are nobody's business.
            if (at > 3 && at < 10) {
                assertThat(new Gzip(changed).unpack()).hasSize(300);
            } else {
                refused(changed);
            }
        }
    }

    @Test
    void a_second_member_is_refused_and_so_are_twenty_thousand() throws Exception {
        byte[] empty = packed(new byte[0]);
        var many = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(empty);
        }

        refused(concatenated(packed(TEXT), empty));
        refused(concatenated(empty, packed(TEXT)));
        refused(concatenated(packed(TEXT), new byte[100]));
        refused(many.toByteArray());
    }

    @Test
    void a_size_that_is_not_true_is_refused() throws Exception {
        byte[] whole = packed(TEXT);
        for (int size : new int[] {0, 1, TEXT.length - 1, TEXT.length + 1, TEXT.length * 2}) {
            byte[] changed = whole.clone();
            for (int i = 0; i < 4; i++) {
                changed[changed.length - 4 + i] = (byte) (size >> (8 * i));
            }
            refused(changed);
        }
    }

    private static void refused(byte[] packed) {
        assertThatThrownBy(
                        () -> {
                            var gzip = new Gzip(packed);
                            if (gzip.size() < 10_000_000) {
                                gzip.unpack();
                            } else {
                                throw new DataFormatException("larger than any limit");
                            }
                        })
                .isInstanceOf(DataFormatException.class);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] packed(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
