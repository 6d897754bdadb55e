package dev.sluice.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which announced timeouts are believed. */
final class ClientTimeoutValuesTest {
    @ParameterizedTest
    @CsvSource({"30.0, 30", "60, 60", "2.5, 2.5", "' 600 ', 600", "86400, 86400"})
    void seconds_that_a_client_would_wait_are_believed(String header, double seconds) {
        assertThat(ClientTimeout.of(header)).contains(new ClientTimeout(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2", "2.0", "0", "-1", "1e1", "NaN", "Infinity", "soon", "", "86401", "30s"})
    void anything_else_is_ignored(String header) {
        assertThat(ClientTimeout.of(header)).isEmpty();
    }
}
