package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.Listen;
import dev.sluice.http.ServerConfig;
import dev.sluice.http.Tls;
import dev.sluice.testing.Certificate;
import dev.sluice.testing.Question;
import dev.sluice.testing.Sse;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that share a connection, each faster than it is read. */
final class Http2StreamsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"2, 20000", "10, 2000", "20, 500", "40, 2000"})
    void all_of_them_arrive_whole(int streams, int words, @TempDir Path folder) throws Exception {
        var certificate = Certificate.in(folder, "localhost");
        var server =
                new ServerConfig(
                        List.of(new Listen(TestGateway.LOOPBACK, 0, true)),
                        new Tls.Files(certificate.chain(), certificate.key()),
                        List.of(),
                        Duration.ZERO);
        var said = Collections.nCopies(words, "word ").toArray(String[]::new);
        var app = SimulatedApp.chat("app-a").saying(said);
        try (var gateway = TestGateway.with(app).server(server).start();
                var client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_2)
                                .sslContext(certificate.trusting())
                                .build()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://localhost:"
                                                    + gateway.port()
                                                    + "/v1/chat/completions"))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            Question.to("a").streamed().json()))
                            .build();
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < streams; i++) {
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (var answer : answers) {
                var whole = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                assertThat(whole.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(Sse.of(whole.body()).content()).isEqualTo("word ".repeat(words));
                assertThat(Sse.of(whole.body()).isDone()).isTrue();
            }
        }
    }
}
