package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.access.AccessConfig.Mode;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who tries keys, and who shares an address with them. */
final class WrongKeyTest {
    private static final String KEY = "key-of-a-client";
    private static final Question QUESTION = Question.to("app");

    @Test
    void many_wrong_keys_have_to_wait_and_a_right_one_has_not() {
        try (var gateway = gateway()) {
            for (int i = 0; i < 60; i++) {
                assertThat(gateway.ask(bearing("wrong-" + i)).status()).isEqualTo(401);
            }

            Answer refused = gateway.ask(bearing("wrong"));

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.diagnosis()).isEqualTo("KEY-ATTEMPTS");
            assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 60);
            assertThat(gateway.ask(bearing(KEY)).status()).isEqualTo(200);
            assertThat(gateway.ask(bearing("wrong")).status()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-API-Key", "api-key", "Origin"})
    void a_header_that_says_who_asks_stands_once(String name) {
        try (var gateway = gateway();
                var client = gateway.client()) {
            String right = name.equals("Origin") ? "http://localhost" : KEY;
            String head =
                    "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n%1$s: %2$s\r\n%1$s: other\r\n\r\n"
                            .formatted(name, right);

            Answer answer = client.send(head).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("REQUEST-MALFORMED", "more than one " + name);
        }
    }

    private static TestGateway gateway() {
        var keys = List.of(new ConfiguredKey("client", KEY));
        return TestGateway.with(SimulatedApp.chat("app-app").saying("Fine."))
                .access(new AccessConfig(Mode.KEYS, false, keys, List.of(), List.of()))
                .start();
    }

    private static Question bearing(String key) {
        return QUESTION.header("Authorization", "Bearer " + key);
    }
}
