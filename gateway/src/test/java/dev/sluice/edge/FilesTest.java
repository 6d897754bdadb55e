package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawClient;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a request gives to an app by reference. */
final class FilesTest {
    private static final SimulatedApp APP = SimulatedApp.chat("app-a").saying("One", " two");
    private static final Question QUESTION = Question.to("a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://localhost:5432/",
                "http://[::ffff:10.0.0.1]/a.png"
            })
    void a_file_of_a_private_place_is_refused_before_anybody_is_asked(String url) {
        try (var gateway = TestGateway.of(APP)) {
            Answer answer = gateway.ask(QUESTION.with(files("http://8.8.8.8/a.png", url)));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.diagnosis()).isEqualTo("REQUEST-FILE-URL");
            assertThat(answer.body()).contains("\"param\":\"dify.files[1].url\"");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @Test
    void a_file_of_a_public_place_is_handed_to_the_app() {
        String url = "http://8.8.8.8/a.png";
        try (var gateway = TestGateway.with(APP).tapped().start()) {
            Answer answer = gateway.ask(QUESTION.with(files(url)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(gateway.sentToDify())
                    .contains("\"transfer_method\":\"remote_url\"", "\"url\":\"" + url + "\"");
        }
    }

    @Test
    void more_files_than_a_request_may_have_are_refused() {
        String[] many = Collections.nCopies(21, "http://8.8.8.8/a.png").toArray(String[]::new);
        try (var gateway = TestGateway.of(APP)) {
            Answer answer = gateway.ask(QUESTION.with(files(many)));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.diagnosis()).isEqualTo("REQUEST-FIELD");
            assertThat(answer.body()).contains("dify.files has 21 files", "may have 20");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @Test
    void a_host_of_many_files_is_looked_up_once() throws UnknownHostException {
        InetAddress[] found = {InetAddress.getByName("8.8.8.8")};
        var asked = new ConcurrentLinkedQueue<String>();
        try (var gateway =
                TestGateway.with(APP)
                        .resolver(host -> {
                            asked.add(host + " " + Thread.currentThread().isVirtual());
                            return found;
                        })
                        .start()) {
            String[] many =
                    Stream.iterate(0, i -> i + 1)
                            .limit(20)
                            .map(i -> "http://files.example/" + i)
                            .toArray(String[]::new);

            assertThat(gateway.ask(QUESTION.with(files(many))).status()).isEqualTo(200);
            assertThat(asked).containsExactly("files.example false");
        }
    }

    /** More than the carriers that all requests share, and more than look-ups may take threads. */
    @Test
    void names_that_nobody_answers_for_hold_up_only_who_asked_for_them() {
        var answered = new CountDownLatch(1);
        var clients = new ArrayList<RawClient>();
        try (var gateway =
                TestGateway.with(APP)
                        .resolver(host -> {
                            awaitBlocking(answered);
                            throw new UnknownHostException(host);
                        })
                        .start()) {
            for (int i = 0; i < 40; i++) {
                String file = files("http://slow-" + i + ".example/a.png");
                clients.add(gateway.client().ask(QUESTION.with(file)));
            }
            await().until(() -> gateway.gateway().openExchanges() == clients.size());

            // They are given up after 5 s, and all of these are answered before.
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.ask(QUESTION).status()).isEqualTo(200);
            }
            // The last of them is counted until a moment after its answer.
            await().until(() -> gateway.gateway().openExchanges() == clients.size());
            answered.countDown();
            for (RawClient client : clients) {
                assertThat(client.answer().diagnosis()).isEqualTo("REQUEST-FILE-URL");
            }
        } finally {
            answered.countDown();
            clients.forEach(RawClient::close);
        }
    }

    private static void awaitBlocking(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String files(String... urls) {
        String files =
                Stream.of(urls)
                        .map(
                                """
                                {"type":"image","transfer_method":"remote_url","url":"%s"}\
                                """
                                        ::formatted)
                        .collect(Collectors.joining(","));
        return "\"dify\":{\"files\":[" + files + "]}";
    }
}
