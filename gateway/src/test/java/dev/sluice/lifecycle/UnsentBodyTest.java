package dev.sluice.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.registry.Deadlines;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run that is given up before its request is wholly written leaves no connection behind. */
@Timeout(60)
final class UnsentBodyTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** More than the buffers between two sockets of one machine take. */
    private static final Question LARGE = Question.to("a").saying("x".repeat(8_000_000)).streamed();

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_whose_deadline_has_passed_ends_its_connection() {
        try (var unread = new UnreadUpstream();
                var gateway = gateway(unread, Duration.ofSeconds(1))) {
            assertThat(gateway.ask(LARGE).status()).isEqualTo(504);

            await().atMost(SOON).until(() -> unread.openRuns() == 0);
            assertThat(unread.runs()).isEqualTo(1);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_whose_client_has_left_ends_its_connection() {
        try (var unread = new UnreadUpstream(HEAD);
                var gateway = gateway(unread, LONG)) {
            try (var client = gateway.client()) {
                client.ask(LARGE);
                await().until(() -> unread.openRuns() == 1);
            }
            // The run may have begun, and its name is still to come; no longer than for one that
            // stays.
            await().atMost(Duration.ofSeconds(3)).until(() -> unread.openRuns() == 0);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void one_that_is_refused_before_its_body_was_read_ends_its_connection() {
        String refusal =
                "HTTP/1.1 413 Too Large\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno";
        try (var unread = new UnreadUpstream(refusal);
                var gateway = gateway(unread, LONG)) {
            assertThat(gateway.ask(LARGE).status()).isGreaterThanOrEqualTo(400);

            await().atMost(SOON).until(() -> unread.openRuns() == 0);
            assertThat(unread.runs()).isEqualTo(1);
        }
    }

    private static TestGateway gateway(UnreadUpstream unread, Duration firstEvent) {
        var limits = new Deadlines(LONG, firstEvent, LONG, Duration.ofSeconds(1), LONG, LONG, LONG);
        return TestGateway.with().upstream("a", unread.url()).deadlines(limits).start();
    }
}
