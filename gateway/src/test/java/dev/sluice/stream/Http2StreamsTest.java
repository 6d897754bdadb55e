package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testing.Certificate;
import dev.sluice.testing.Question;
import dev.sluice.testing.RawHttp2;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that share a connection, each faster than it is read. */
final class Http2StreamsTest {
    /** They are read only when all of them wait for the socket. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 40})
    void none_waits_for_ever_after_all_were_slow(int streams, @TempDir Path folder) {
        var app = SimulatedApp.chat("app-a").saying(said(4_000));
        var certificate = Certificate.in(folder, "localhost");
        try (var gateway = gateway(certificate, app);
                var client =
                        RawHttp2.connect(gateway.port(), certificate.trusting()).window(1 << 30)) {
            var open = new HashSet<Integer>();
            for (int i = 0; i < streams; i++) {
                open.add(client.ask(Question.to("a").streamed()));
            }
            await().until(() -> gateway.dify().runs().size() == streams);
            int whole = 0;
            while (!open.isEmpty()) {
                RawHttp2.Frame frame = client.next();
                assertThat(frame.type()).isNotEqualTo(RawHttp2.RST_STREAM);
                whole += frame.payload().contains("[DONE]") ? 1 : 0;
                if (frame.isLast()) {
                    open.remove(frame.stream());
                }
            }
            assertThat(whole).isEqualTo(streams);
        }
    }

    private static String[] said(int words) {
        return Collections.nCopies(words, "word ").toArray(String[]::new);
    }

    private static TestGateway gateway(Certificate certificate, SimulatedApp app) {
        return TestGateway.with(app).tls(certificate).start();
    }
}
