package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class DemoTest {
    @Test
    void it_streams_a_chat_with_a_key_of_its_own_and_shows_how_to_send_another() {
        var demo = Invocation.of("demo", "--exit", "--port", "0");

        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out())
                .containsPattern("key demo-[0-9a-f]{32}\n")
                .containsPattern("as it streams:\\R\\R\\S.{20,}")
                .containsPattern(
                        "  curl -N http://127.0.0.1:\\d+/v1/chat/completions \\\\\\R"
                                + "    -H 'Authorization: Bearer demo-[0-9a-f]{32}' \\\\\\R    -d '")
                .containsPattern(
                        "  curl http://127.0.0.1:\\d+/v1/models \\\\\\R"
                                + "    -H 'Authorization: Bearer demo-[0-9a-f]{32}'");
    }
}
