package dev.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallFailuresTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid version format: AUTHORIZATION: BEARER app-Zm9vYmFyYmF6cXV4MTIzN",
                "http, basic, http://me:Zm9vYmFy@proxy:3128 => dify:80, status: 407",
                "no answer\r\n2026-11-30 INFO \u0085\u202eforged app-Zm9vYmFyYmF6cXV4MTIzN"
            })
    void the_networks_words_hold_no_secret_and_no_line_of_their_own(String detail) {
        String cause = CallFailures.of(FailureCode.UPSTREAM_RESET, "a", detail).cause();

        assertThat(cause).contains("…").doesNotContain("Zm9v", "\n", "\r", "\u0085", "\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a", "//:", "Bearer "})
    void the_networks_words_are_short(String unit) {
        String cause =
                CallFailures.of(FailureCode.UPSTREAM_RESET, "a", unit.repeat(300_000)).cause();

        assertThat(cause).hasSizeLessThan(400);
    }
}
