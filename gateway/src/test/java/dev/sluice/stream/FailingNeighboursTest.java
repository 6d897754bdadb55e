package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.registry.CallSettings;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Certificate;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testing.WordedDify;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that fails harms no other at the same upstream, whose connections they share. */
@Timeout(300)
final class FailingNeighboursTest {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final int ROUNDS = 200;
    private static final String TEXT =
            "data: {\"event\":\"message\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"answer\":\"Word\"}\n\n";
    private static final String MESSAGE_END =
            "data: {\"event\":\"message_end\",\"task_id\":\"t\",\"message_id\":\"m\",\"conversation_id\":\"c\",\"metadata\":{}}\n\n";
    private static final String ERROR =
            "data: {\"event\":\"error\",\"task_id\":\"t\",\"message_id\":\"m\",\"status\":400,\"code\":\"completion_request_error\",\"message\":\"no\"}\n\n";
    private static final String BEGUN =
            "data: {\"event\":\"workflow_started\",\"task_id\":\"t\",\"workflow_run_id\":\"r\",\"data\":{}}\n\n";
    private static final String PIECE =
            "data: {\"event\":\"text_chunk\",\"task_id\":\"t\",\"workflow_run_id\":\"r\",\"data\":{\"text\":\"Word\"}}\n\n";

    @TempDir private Path folder;

    /** How a run fails, and what a good one of the same app looks like. */
    enum Failing {
        AFTER_TEXT("chat", TEXT + ERROR, TEXT + MESSAGE_END),
        AT_FIRST("chat", ERROR, TEXT + MESSAGE_END),
        AS_A_WORKFLOW(
                "workflow",
                BEGUN + PIECE + finished("failed"),
                BEGUN + PIECE + finished("succeeded"));

        private final String mode;
        private final String bad;
        private final String good;

        Failing(String mode, String bad, String good) {
            this.mode = mode;
            this.bad = bad;
            this.good = good;
        }

        private static String finished(String status) {
            return "data: {\"event\":\"workflow_finished\",\"task_id\":\"t\",\"workflow_run_id\":\"r\",\"data\":{\"status\":\"%s\",\"outputs\":{\"text\":\"Word\"},\"error\":\"no\"}}\n\n"
                    .formatted(status);
        }

        private String events(String request) {
            return request.contains("fail") ? bad : good;
        }
    }

    private static Stream<Arguments> failures_and_workers() {
        return Stream.of(Failing.values())
                .flatMap(failing ->
                        Stream.of(1, 8, 64).map(workers -> Arguments.of(failing, workers)));
    }

    @ParameterizedTest
    @MethodSource("failures_and_workers")
    void every_good_request_beside_failing_ones_is_good(Failing failing, int workers)
            throws Exception {
        try (var dify = WordedDify.of(failing.mode, failing::events)) {
            expectAllGood(dify, workers);
        }
    }

    @Test
    void every_good_request_beside_failing_ones_is_good_over_tls() throws Exception {
        var certificate = Certificate.in(folder, "localhost");
        System.setProperty(TRUST_STORE, certificate.trustStore().toString());
        System.setProperty(TRUST_PASSWORD, certificate.password());
        var failing = Failing.AFTER_TEXT;
        try (var dify = WordedDify.secured(certificate, failing.mode, failing::events)) {
            expectAllGood(dify, 8);
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty(TRUST_PASSWORD);
        }
    }

    private static void expectAllGood(WordedDify dify, int workers) throws Exception {
        try (var gateway =
                        TestGateway.with()
                                .upstream("a", dify.url())
                                .maxConnections(CallSettings.DEFAULT_MAX_CONNECTIONS)
                                .start();
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(pool.submit(() -> wrongOf(gateway, ROUNDS / workers)));
            }
            for (Future<List<String>> worker : all) {
                assertThat(worker.get()).isEmpty();
            }
            assertThat(dify.stops()).isZero();
        }
    }

    /** What was not as it should be, of so many failing requests, each with a good one after it. */
    private static List<String> wrongOf(TestGateway gateway, int rounds) {
        var wrong = new ArrayList<String>();
        var question = Question.to("a");
        for (int i = 0; i < rounds; i++) {
            Answer failed = gateway.ask(failingQuestion(question, i));
            if (!failed.body().contains("\"error\"")) {
                wrong.add("no failure: " + failed);
            }
            Answer good = gateway.ask(i % 2 == 0 ? question.streamed() : question);
            if (good.status() != 200
                    || !good.body().contains("Word")
                    || good.body().contains("error")) {
                wrong.add(good.body());
            }
        }
        return wrong;
    }

    private static Question failingQuestion(Question question, int round) {
        var failing = question.saying("Please fail.");
        return round % 3 == 0 ? failing : failing.streamed();
    }
}
