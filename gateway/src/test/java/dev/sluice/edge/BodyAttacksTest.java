package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.sluice.access.AccessConfig;
import dev.sluice.access.ConfiguredKey;
import dev.sluice.http.ByteBudget;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are sent to hold the gateway up, and what others notice of them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BodyAttacksTest {
    private static final int MIB = 1 << 20;
    private static final String ATTACKER = "sk-attacker-0123456789";
    private static final String VICTIM = "sk-victim-0123456789";
    private static final Question QUESTION =
            Question.to("app").header("Authorization", "Bearer " + VICTIM);
    private static final TestGateway GATEWAY = start(ByteBudget.ofHeap());

    private static TestGateway start(ByteBudget budget) {
        var keys =
                List.of(
                        new ConfiguredKey("attacker", ATTACKER),
                        new ConfiguredKey("victim", VICTIM));
        var access = new AccessConfig(AccessConfig.Mode.KEYS, false, keys, List.of(), List.of());
        return TestGateway.with(SimulatedApp.chat("app-app").saying("Fine."))
                .access(access)
                .budget(budget)
                .start();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void twenty_thousand_gzip_members_are_refused() throws IOException {
        byte[] empty = gzip("");
        var many = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(empty);
        }

        Answer answer = attack(many.toByteArray(), true);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-ENCODING");
    }

    /** In the time of unpacking a few of them, whatever the machine. */
    @Test
    void thirty_bombs_cost_less_than_unpacking_three() throws IOException {
        byte[] bomb = gzip(" ".repeat(70 * MIB));
        unpack(bomb);
        attack(bomb, true);
        long before = processorNanos();
        for (int i = 0; i < 3; i++) {
            unpack(bomb);
        }
        long three = processorNanos() - before;
        before = processorNanos();

        for (int i = 0; i < 30; i++) {
            assertThat(attack(bomb, true).status()).isEqualTo(413);
        }

        assertThat(processorNanos() - before).isLessThan(three);
    }

    @Test
    void a_bomb_that_would_fit_is_refused_for_its_ratio() throws IOException {
        Answer answer = attack(gzip(chat(" ".repeat(20 * MIB))), true);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("100 times");
    }

    @Test
    void millions_of_values_are_refused_wherever_they_stand() {
        for (String value : List.of("[]", "{}")) {
            String list = "[" + (value + ",").repeat(1_100_000) + value + "]";
            for (String member : List.of("\"x\":", "\"inputs\":{\"x\":")) {
                String end = member.endsWith("{\"x\":") ? "}" : "";
                Answer answer = attack(chat("", member + list + end).getBytes(UTF_8), false);

                assertThat(answer.status()).isEqualTo(413);
                assertThat(answer.diagnosis()).isEqualTo("REQUEST-TOO-LARGE");
            }
        }
    }

    @Test
    void a_number_without_a_value_is_the_clients_fault() {
        Answer answer = attack(chat("", "\"inputs\":{\"x\":1e99999999999}").getBytes(UTF_8), false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-JSON");
    }

    /**
     * Turns instead of time: with one thread for large bodies, they are answered while the attacker
     * still waits.
     */
    @Test
    void small_chats_are_answered_while_large_bodies_of_another_wait() throws Exception {
        byte[] large =
                chat("", "\"inputs\":{\"x\":[" + "0,".repeat(900_000) + "oops]}").getBytes(UTF_8);
        assertThat(attack(large, false).status()).isEqualTo(400);
        var answered = new AtomicInteger();
        var attackers = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            attackers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                assertThat(attack(large, false).status()).isEqualTo(400);
                                answered.incrementAndGet();
                            }));
        }
        await().until(() -> answered.get() > 0);

        for (int i = 0; i < 3; i++) {
            assertThat(GATEWAY.ask(QUESTION).status()).isEqualTo(200);
        }

        assertThat(answered).hasValueLessThan(20);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        assertThat(answered).hasValue(20);
    }

    /** Seen by what they allocate: a plot that composed the call would hold a carrier meanwhile. */
    @Test
    void what_is_made_of_a_large_text_is_made_by_the_threads_for_bodies() {
        String text = "A long history. ".repeat(4 * MIB / 16);
        long before = allocatedForBodies();

        Answer answer = attack(chat(text).getBytes(UTF_8), false);

        assertThat(answer.status()).isEqualTo(200);
        // To read it takes twice as much.
        assertThat(allocatedForBodies() - before).isGreaterThan(7L * text.length());
    }

    private static long allocatedForBodies() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds())
                .filter(id -> {
                    ThreadInfo info = threads.getThreadInfo(id);
                    return info != null && info.getThreadName().startsWith("body-");
                })
                .map(threads::getThreadAllocatedBytes)
                .sum();
    }

    @Test
    void uploads_that_dribble_leave_room_for_others() {
        var budget = new ByteBudget(8 * MIB);
        try (var gateway = start(budget)) {
            var dribbling = new ArrayList<RawClient>();
            for (int i = 1; i <= 4; i++) {
                dribbling.add(upload(gateway));
                long held = i * (MIB - 1L);
                await().until(() -> budget.held() == held);
            }
            assertThat(upload(gateway).answer().status()).isEqualTo(503);

            for (int i = 0; i < 10; i++) {
                Answer answer = gateway.ask(QUESTION.with("\"x\":\"" + "a".repeat(MIB) + "\""));
                assertThat(answer.status()).isEqualTo(200);
            }

            dribbling.forEach(RawClient::close);
            await().untilAsserted(() -> assertThat(budget.held()).isZero());
        }
    }

    @Test
    void single_bytes_of_a_body_are_as_good_as_all_of_it() {
        String json = QUESTION.json();
        try (var client = GATEWAY.client()) {
            client.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%sTransfer-Encoding: chunked\r\n\r\n"
                            .formatted(QUESTION.headers()));
            var chunks = new StringBuilder();
            json.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));

            assertThat(client.send(chunks + "0\r\n\r\n").answer().status()).isEqualTo(200);
        }
    }

    /** All of a body but its last byte. */
    private static RawClient upload(TestGateway gateway) {
        return gateway.client().send(head(ATTACKER, MIB, false)).sendBytes(new byte[MIB - 1]);
    }

    private static Answer attack(byte[] body, boolean packed) {
        try (var client = GATEWAY.client()) {
            return client.send(head(ATTACKER, body.length, packed)).sendBytes(body).answer();
        }
    }

    private static String head(String key, int length, boolean packed) {
        return """
        POST /v1/chat/completions HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Length: %d\r
        %s\r
        """
                .formatted(key, length, packed ? "Content-Encoding: gzip\r\n" : "");
    }

    private static String chat(String text) {
        return chat(text, "\"x\":0");
    }

    private static String chat(String text, String member) {
        return "{\"model\":\"app\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi"
                + text
                + "\"}],"
                + member
                + "}";
    }

    private static long processorNanos() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private static void unpack(byte[] packed) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            in.transferTo(new ByteArrayOutputStream());
        }
    }

    private static byte[] gzip(String plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }
}
