package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.protocol.UpstreamDialect;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.stream.FaultyDialect.Fault;
import dev.sluice.stream.FaultyDialect.Place;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.vendors.DifyVendor;
import dev.sluice.vendors.Vendor;
import dev.sluice.vendors.Vendors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a dialect throws, the client gets an honest end, and nothing stays taken. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultyDialectTest {
    private static final List<Supplier<Throwable>> THROWN =
            List.of(
                    () -> new IllegalStateException("a bug"),
                    StackOverflowError::new,
                    () -> new OutOfMemoryError("a test"));

    private final AtomicReference<Optional<Fault>> fault = new AtomicReference<>(Optional.empty());
    private final TestGateway gateway =
            TestGateway.with(
                            app("sound"),
                            app("cut").failing(new dev.sluice.testkit.Fault.NoTerminal()),
                            app("failing")
                                    .failing(new dev.sluice.testkit.Fault.FailedRun(0, "No.")),
                            app("refusing")
                                    .failing(
                                            new dev.sluice.testkit.Fault.JsonError(
                                                    500, "internal", "No.")))
                    .maxConnections(1)
                    .vendors(new Vendors(List.of(new FaultyVendor())))
                    .start();

    private final class FaultyVendor implements Vendor {
        private final Vendor dify = new DifyVendor();

        @Override
        public String type() {
            return dify.type();
        }

        @Override
        public UpstreamDialect dialect(UpstreamConfig config, Supplier<List<String>> secrets) {
            return new FaultyDialect(dify.dialect(config, secrets), fault);
        }
    }

    private static SimulatedApp app(String name) {
        return SimulatedApp.chatflow("app-" + name)
                .saying("One", " two", " three")
                .every(Duration.ofMillis(5));
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(Place.values())
                .flatMap(place ->
                        THROWN.stream()
                                .flatMap(thrown ->
                                        Stream.of(true, false)
                                                .map(streamed ->
                                                        Arguments.of(place, thrown, streamed))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_bug_ends_one_request_honestly_and_nothing_else(
            Place place, Supplier<Throwable> thrown, boolean streamed) {
        String model = model(place);
        fault.set(Optional.of(new Fault(place, thrown)));

        Answer answer = gateway.ask(question(model, streamed));

        fault.set(Optional.empty());
        if (answer.status() == 200) {
            assertThat(answer.events().isDone()).isFalse();
            assertThat(answer.events().diagnosis()).isNotEmpty();
            assertThat(answer.end()).isNotEqualTo(Answer.End.WHOLE);
        } else {
            assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        }
        await().until(() -> gateway.gateway().openExchanges() == 0);
        Answer next = gateway.ask(question("sound", streamed));
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.end()).isEqualTo(Answer.End.WHOLE);
    }

    /** Of which app the method is asked at all. */
    private static String model(Place place) {
        return switch (place) {
            case RUN, ANSWER, FIRST_READ, SECOND_READ, CONVERSATIONS, QUEUE -> "sound";
            case END, CANCEL -> "cut";
            case FAILS_BEFORE_WORK -> "failing";
            case REFUSAL -> "refusing";
        };
    }

    /** All in one chat, which a request that ended must not hold. */
    private static Question question(String model, boolean streamed) {
        Question question = Question.to(model).header("X-Session-Id", "one-chat");
        return streamed ? question.streamed() : question;
    }
}
