package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HostLookupsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What all names servers of slow names wait for. */
    private final CountDownLatch answer = new CountDownLatch(1);

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final HostLookups lookups = new HostLookups(this::addresses);

    @AfterEach
    void answerAll() {
        answer.countDown();
    }

    @Test
    void slow_names_of_one_do_not_hold_up_those_of_another() {
        List<Pending<Optional<String>>> slow = slow("a", 40);

        assertThat(result(lookups.objection("b", "http://quick.example/"))).isEmpty();
        assertThat(asked).hasSizeLessThan(10);

        answer.countDown();
        assertThat(slow).allSatisfy(one -> assertThat(result(one)).isEmpty());
    }

    @Test
    void an_address_waits_for_nobody() {
        slow("a", 40);
        slow("b", 40);

        assertThat(result(lookups.objection("a", "http://8.8.8.8/"))).isEmpty();
        assertThat(result(lookups.objection("a", "http://127.0.0.1/"))).isPresent();
        assertThat(result(lookups.objection("a", "no url"))).isPresent();
    }

    @Test
    void nobody_waits_with_too_many() {
        List<Pending<Optional<String>>> slow = slow("a", 200);

        var refused = catchThrowableOfType(ChatFailedException.class, () -> result(slow.getLast()));
        assertThat(refused.failure().code()).isEqualTo(FailureCode.GATE_OVERLOADED);
        assertThat(result(lookups.objection("b", "http://quick.example/"))).isEmpty();
    }

    @Test
    void what_nobody_waits_for_is_not_looked_up() {
        List<Pending<Optional<String>>> slow = slow("a", 40);
        slow.forEach(lookups::forget);

        answer.countDown();

        assertThat(result(lookups.objection("a", "http://quick.example/"))).isEmpty();
        assertThat(asked).hasSizeLessThan(10);
    }

    @Test
    void a_look_up_that_fails_leaves_its_thread_to_the_next() {
        for (int i = 0; i < 20; i++) {
            assertThat(result(lookups.objection("a", "http://bug.example/"))).isPresent();
            assertThat(result(lookups.objection("a", "http://none.example/"))).isPresent();
        }
        assertThat(result(lookups.objection("a", "http://quick.example/"))).isEmpty();
        assertThat(result(lookups.objection("a", "http://private.example/"))).isPresent();
    }

    private List<Pending<Optional<String>>> slow(String owner, int many) {
        var slow = new ArrayList<Pending<Optional<String>>>();
        for (int i = 0; i < many; i++) {
            slow.add(lookups.objection(owner, "http://slow" + i + ".example/"));
        }
        return slow;
    }

    private InetAddress[] addresses(String host) throws UnknownHostException {
        asked.add(host);
        if (host.startsWith("slow")) {
            awaitAnswer();
        }
        return switch (host) {
            case "bug.example" -> throw new AssertionError("a bug");
            case "none.example" -> throw new UnknownHostException(host);
            case "private.example" -> new InetAddress[] {InetAddress.getByName("10.0.0.1")};
            // All others are found.
            default -> new InetAddress[] {InetAddress.getByName("8.8.8.8")};
        };
    }

    private void awaitAnswer() {
        try {
            answer.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> result(Pending<Optional<String>> objection) {
        return objection.get(
                PATIENCE,
                () ->
                        ChatFailure.of(
                                FailureCode.INTERNAL, ChatFailure.SLUICE, "It is late.", "None."));
    }
}
