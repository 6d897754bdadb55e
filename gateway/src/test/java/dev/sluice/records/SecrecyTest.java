package dev.sluice.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.BodyWorkers;
import dev.sluice.http.ByteBudget;
import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeParts;
import dev.sluice.http.Network;
import dev.sluice.http.ProxyDecision;
import dev.sluice.http.Reply;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Timing;
import dev.sluice.http.TrustedProxies;
import dev.sluice.telemetry.Metrics;
import dev.sluice.telemetry.RequestIds;
import dev.sluice.testing.Handler;
import dev.sluice.testing.PlainBody;
import dev.sluice.testing.Recorded;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a request over a real socket, with canaries in it. */
final class SecrecyTest {
    private static final String KEY = "sk-canary-of-the-key";
    private static final String PROMPT = "canary of the prompt";
    private static final String ANSWER = "canary of the answer";
    private static final long BODY_LIMIT = 1_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void neither_key_nor_prompt_nor_answer_is_in_the_log_the_metrics_or_the_ring()
            throws Exception {
        try (var error = new StandardError();
                var metrics = new Metrics()) {
            answerOne(metrics);

            String everything = error.text() + metrics.scrape() + files();
            assertThat(everything)
                    .contains("\"route\":\"/the/route\"", "route=\"/the/route\"", "req_")
                    .doesNotContain("canary");
        }
    }

    private void answerOne(Metrics metrics) throws Exception {
        try (var store = Recorded.storeIn(folder);
                var records = new Records(new RecordsConfig(10), store.flow(), metrics);
                var network = new Network(new ProxyDecision(Map.of()), 1);
                var server =
                        network.serve(
                                config(),
                                new Handler(exchange ->
                                        answer(new RecordedExchange(exchange, records))),
                                parts(records));
                var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.port() + "/?q=canary"))
                            .header("Authorization", "Bearer " + KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(PROMPT))
                            .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo(ANSWER);
        }
    }

    private static void answer(RecordedExchange recorded) {
        recorded.route("/the/route");
        Exchange exchange = recorded.exchange();
        assertThat(exchange.body(BODY_LIMIT, new PlainBody())).isEqualTo(PROMPT);
        exchange.reply(Reply.text(200, ANSWER));
    }

    private static ServerConfig config() {
        return ServerConfig.plain(TestGateway.LOOPBACK, 0, Duration.ZERO);
    }

    private static ExchangeParts parts(Records records) {
        return new ExchangeParts(
                new RequestIds(TestGateway.FIXED_CLOCK, new Random(1)),
                ByteBudget.ofHeap(),
                BodyWorkers.beside(2),
                Timing.DEFAULT,
                TestGateway.FIXED_CLOCK,
                TrustedProxies.NONE,
                records::unrouted);
    }

    private String files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(SecrecyTest::text)
                    .collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
