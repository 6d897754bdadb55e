package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.WordedDify;
import org.junit.jupiter.api.Test;

/** What an upstream repeats of what it was sent. */
final class MaskedSecretsTest {
    private static final String ERROR =
            "data: {\"event\":\"error\",\"status\":400,\"code\":\"completion_request_error\",\"message\":\"sent by app-a and app-other\"}\n\n";

    @Test
    void no_key_of_any_upstream_reaches_a_client() {
        try (var dify = WordedDify.of("chat", _ -> ERROR);
                var gateway =
                        TestGateway.with()
                                .upstream("a", dify.url())
                                .upstream("other", dify.url())
                                .start()) {
            Answer whole = gateway.ask(Question.to("a"));
            Answer streamed = gateway.ask(Question.to("a").streamed());

            assertThat(whole.body()).contains("sent by … and …").doesNotContain("app-other");
            assertThat(streamed.body()).contains("sent by … and …").doesNotContain("app-other");
        }
    }
}
