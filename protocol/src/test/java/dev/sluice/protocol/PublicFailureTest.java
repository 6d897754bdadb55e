package dev.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPConnectionPool(host='plugin_daemon', port=5002): Max retries exceeded",
                "Failed to reach plugin_daemon:5002, try again",
                "cannot resolve plugin_daemon.dify.corp.lan.",
                "nobody answers at plugin-daemon.svc.cluster.local",
                "connection to server at \"plugin_daemon\", port 5002 failed",
                "connect to ::1 port 5002 failed: plugin_daemon:80",
                "connect to fe80::1%eth0 port 5002 failed",
                "dial 2001:db8:0:0:0:0:0:5002 failed",
                "Connection to localhost refused"
            })
    void addresses_of_any_kind_are_hidden(String message) {
        assertThat(told(message))
                .doesNotContain("plugin", "5002", "corp.lan", "svc.cluster", "::1", "localhost")
                .contains("…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The model gpt-4.1 of std::string is at v1.2.3 and costs $1.50",
                "See docs.dify.ai for [1] and [2], at 12 o'clock :: soon",
                "local variable 'x' is internal to the private host of this corp.",
                "{\"a\": 1, \"b\": [1, 2]}"
            })
    void what_is_no_address_stays(String message) {
        assertThat(told(message)).isEqualTo(message);
    }

    @Test
    void no_text_takes_long() {
        for (String part :
                new String[] {"a-", "a.", "a", "1.", "::", "f:", ":", "_a.b", "host='"}) {
            long begun = System.nanoTime();
            told(part.repeat(20_000));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as(part)
                    .isLessThan(Duration.ofSeconds(2));
        }
    }

    private static String told(String message) {
        return PublicFailure.of(
                        ChatFailure.of(FailureCode.RUN_FAILED, "demo", message, "Look at it."))
                .cause();
    }
}
