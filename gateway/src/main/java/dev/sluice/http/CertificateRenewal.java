package dev.sluice.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has listeners show what the files of a certificate hold now. */
final class CertificateRenewal {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private CertificateRenewal() {}

    /** Blocks until they do; otherwise says why the one before goes on. */
    static Optional<String> renew(Tls.Files files, List<HttpServer> listeners) {
        var pair = CertificatePair.read(files);
        return pair.problem()
                .or(() -> pair.outOfTime().map(CertificatePair.Fault::toString))
                .or(() -> show(pair, listeners));
    }

    private static Optional<String> show(CertificatePair pair, List<HttpServer> listeners) {
        var over = new CountDownLatch(1);
        try {
            var certificate = KeyCertOptions.wrap(pair.keyManagers());
            var options = new ServerSSLOptions().setKeyCertOptions(certificate).setUseAlpn(true);
            Future<?> shown =
                    Future.join(
                                    listeners.stream()
                                            .map(one -> one.updateSSLOptions(options, true))
                                            .toList())
                            .onComplete(_ -> over.countDown());
            if (!over.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return Optional.of(pair + " was not taken within " + LIMIT.toSeconds() + " s");
            }
            return shown.failed()
                    ? Optional.of(pair + " was refused: " + shown.cause())
                    : Optional.empty();
        } catch (UnusableCertificateException unusable) {
            return Optional.of(String.valueOf(unusable.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("the gateway is shutting down");
        }
    }
}
