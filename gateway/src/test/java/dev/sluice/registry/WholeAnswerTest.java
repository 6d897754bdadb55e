package dev.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.HangingServer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of an upstream that are wanted whole, such as the form of an app. */
@Timeout(60)
final class WholeAnswerTest {
    private static final int MIB = 1 << 20;
    private static final String FORM =
            "{\"opening_statement\":\"%s\",\"user_input_form\":[{\"paragraph\":{\"variable\":\"topic\",\"required\":true}}]}";

    @Test
    void an_answer_beyond_the_limit_is_a_failure_and_not_the_half_of_it() throws IOException {
        var runs = new AtomicInteger();
        Answer answer = ask(FORM.formatted("x".repeat(MIB)), runs);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-FOREIGN-ANSWER");
        assertThat(answer.body()).contains("larger than 1 MiB");
        assertThat(runs).hasValue(0);
    }

    @Test
    void an_answer_up_to_the_limit_is_read() throws IOException {
        var runs = new AtomicInteger();
        String rest = FORM.formatted("");

        ask(FORM.formatted("x".repeat(MIB - rest.length())), runs);

        assertThat(runs).hasValue(1);
    }

    private static Answer ask(String form, AtomicInteger runs) throws IOException {
        try (var server = new HangingServer()) {
            server.on("/v1/info", http -> server.answer(http, "{\"mode\":\"workflow\"}"))
                    .on("/v1/parameters", http -> server.answer(http, form))
                    .on(
                            "/v1/workflows/run",
                            http -> {
                                runs.incrementAndGet();
                                server.answer(http, "{}");
                            })
                    .start();
            try (var gateway = TestGateway.with().upstream("app", server.url()).start()) {
                return gateway.ask(Question.to("app"));
            }
        }
    }
}
