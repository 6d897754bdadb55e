package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class WireBufferTest {

    @Test
    void every_character_survives_as_json() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "a" + (char) c + "b";
            assertThat(read(text)).isEqualTo(text);
        }
    }

    @Test
    void whole_and_half_characters_survive() {
        String text = "\ud83d\udc4b\ud83d\ud83d\udc4b\udc4b\ud83d";
        assertThat(read(text)).isEqualTo(text);
    }

    /** Room is made in parts, and a character of two units may lie across the end of one. */
    @Test
    void long_texts_survive_wherever_their_characters_begin() {
        for (String character : List.of("\ud83d\udc4b", "\u0001", "\ud83d", "\u4e2d", "a")) {
            for (int before = 0; before < 4; before++) {
                String text = "b".repeat(before) + character.repeat(5_000);
                assertThat(read(text)).isEqualTo(text);
            }
        }
    }

    private static String read(String text) {
        String json = new WireBuffer().text("\"").escaped(text).text("\"").utf8();
        return JsonMapper.shared().readTree(json).stringValue();
    }
}
