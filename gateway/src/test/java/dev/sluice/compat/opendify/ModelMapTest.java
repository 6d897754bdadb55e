package dev.sluice.compat.opendify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Place;
import org.junit.jupiter.api.Test;

final class ModelMapTest {
    @Test
    void an_entry_is_printed_without_its_key() {
        var entry = new ModelMap.Entry("bot", "app-0123456789abcdef", Place.COMMAND_LINE);

        assertThat(entry).hasToString("bot");
    }
}
