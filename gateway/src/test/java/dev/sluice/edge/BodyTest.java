package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.ByteBudget;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of every size and encoding. A gateway that does not read would block whoever writes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BodyTest {
    private static final int MIB = 1 << 20;
    private static final Question QUESTION = Question.to("app");
    private static final String PATH = "/v1/chat/completions";
    private static final TestGateway GATEWAY = TestGateway.of(SimulatedApp.chat("app-app"));

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @Test
    void a_body_that_is_declared_larger_than_64_mib_is_refused_and_the_reply_arrives() {
        try (var client = GATEWAY.client()) {
            client.send(head("Content-Length: " + 65 * MIB));
            for (int i = 0; i < 65; i++) {
                client.sendBytes(new byte[MIB]);
            }

            isTooLarge(client.answer());
        }
    }

    @Test
    void a_chunked_body_that_grows_beyond_64_mib_is_refused_and_the_reply_arrives() {
        try (var client = GATEWAY.client()) {
            client.send(head("Transfer-Encoding: chunked"));
            for (int i = 0; i < 65; i++) {
                client.send("100000\r\n").sendBytes(new byte[MIB]).send("\r\n");
            }

            isTooLarge(client.send("0\r\n\r\n").answer());
        }
    }

    @Test
    void a_chunked_body_is_as_good_as_another() {
        String json = QUESTION.json();
        try (var client = GATEWAY.client()) {
            client.send(head("Transfer-Encoding: chunked"));
            client.send("5\r\n" + json.substring(0, 5) + "\r\n");
            client.send(Integer.toHexString(json.length() - 5) + "\r\n" + json.substring(5));

            assertThat(client.send("\r\n0\r\n\r\n").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_body_that_never_fits_is_refused_with_what_to_raise() {
        var budget = new ByteBudget(MIB);
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).budget(budget).start()) {
            Answer refused = gateway.ask(QUESTION.saying("x".repeat(2 * MIB)));

            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.diagnosis()).isEqualTo("REQUEST-TOO-LARGE");
            assertThat(refused.body()).contains("-Xmx").contains("3 MiB");
            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(budget.held()).isZero());
        }
    }

    @Test
    void a_body_for_which_there_is_no_memory_now_is_refused_with_a_time_to_try_again() {
        var budget = new ByteBudget(MIB);
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).budget(budget).start();
                var other = gateway.client()) {
            other.send(head("Content-Length: " + MIB / 2) + "x".repeat(MIB / 2 - 1));
            await().until(() -> budget.held() == MIB / 2 - 1);

            Answer refused = gateway.ask(QUESTION);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.diagnosis()).isEqualTo("GATE-OVERLOADED");
            assertThat(refused.header("retry-after")).isEqualTo("2");
        }
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_its_body_holds_no_memory_and_causes_no_run() {
        var budget = new ByteBudget(MIB);
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).budget(budget).start()) {
            var client = gateway.client().send(head("Content-Length: 1000") + "x".repeat(500));
            await().until(() -> budget.held() == 500);

            client.close();

            await().untilAsserted(() -> assertThat(budget.held()).isZero());
            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            assertThat(gateway.dify().runs()).hasSize(1);
        }
    }

    @Test
    void clients_that_leave_at_once_hold_no_memory() {
        var budget = new ByteBudget(MIB);
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).budget(budget).start()) {
            for (int i = 0; i < 200; i++) {
                gateway.client().ask(QUESTION).reset();
            }

            assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            await().until(() -> gateway.gateway().openExchanges() == 0);
            await().untilAsserted(() -> assertThat(budget.held()).isZero());
        }
    }

    @Test
    void a_client_that_waits_for_it_is_told_to_go_on() throws IOException {
        String json = QUESTION.json();
        try (var client = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port());
                var in = reader(client)) {
            send(client, head("Expect: 100-continue\r\nContent-Length: " + json.length()));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(in.readLine()).isEmpty();

            send(client, json);

            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_client_that_waits_with_too_much_is_refused_before_it_sends_it() throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port());
                var in = reader(client)) {
            send(client, head("Expect: 100-continue\r\nContent-Length: " + 65 * MIB));

            assertThat(in.readLine()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void a_body_may_be_compressed() throws IOException {
        try (var client = GATEWAY.client()) {
            compressed(client, gzip(QUESTION.json().getBytes(StandardCharsets.UTF_8)), "gzip");

            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_small_body_that_unpacks_to_more_than_64_mib_is_refused() throws IOException {
        try (var client = GATEWAY.client()) {
            compressed(client, gzip(new byte[65 * MIB]), "gzip");

            isTooLarge(client.answer());
        }
    }

    @Test
    void a_small_body_that_unpacks_to_more_than_the_memory_for_all_is_refused() throws IOException {
        var budget = new ByteBudget(MIB);
        try (var gateway = TestGateway.with(SimulatedApp.chat("app-app")).budget(budget).start();
                var client = gateway.client()) {
            compressed(client, gzip(new byte[MIB]), "gzip");

            assertThat(client.answer().diagnosis()).isEqualTo("REQUEST-TOO-LARGE");
            await().untilAsserted(() -> assertThat(budget.held()).isZero());
        }
    }

    @Test
    void a_body_that_is_not_what_it_is_declared_as_is_refused() {
        try (var client = GATEWAY.client()) {
            compressed(client, QUESTION.json().getBytes(StandardCharsets.UTF_8), "gzip");

            assertThat(client.answer().status()).isEqualTo(415);
        }
    }

    @Test
    void an_encoding_nobody_here_knows_is_refused() {
        try (var client = GATEWAY.client()) {
            compressed(client, QUESTION.json().getBytes(StandardCharsets.UTF_8), "br");

            Answer refused = client.answer();
            assertThat(refused.status()).isEqualTo(415);
            assertThat(refused.diagnosis()).isEqualTo("REQUEST-ENCODING");
        }
    }

    @Test
    void a_refusal_that_comes_before_the_body_is_not_lost() {
        try (var client = GATEWAY.client()) {
            client.send("POST /v1/nowhere HTTP/1.1\r\nHost: localhost\r\n");
            client.send("Content-Length: " + 20 * MIB + "\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                client.sendBytes(new byte[MIB]);
            }

            assertThat(client.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void a_refusal_of_a_request_that_is_wholly_there_is_not_lost() {
        for (int i = 0; i < 50; i++) {
            try (var client = GATEWAY.client()) {
                assertThat(client.post("/v1/nowhere", "{}").answer().status()).isEqualTo(404);
            }
        }
    }

    private static void isTooLarge(Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-TOO-LARGE");
        assertThat(answer.body()).contains("64 MiB");
    }

    private static String head(String header) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(PATH, header);
    }

    private static void compressed(RawClient client, byte[] body, String encoding) {
        client.send(head("Content-Encoding: " + encoding + "\r\nContent-Length: " + body.length));
        client.sendBytes(body);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
