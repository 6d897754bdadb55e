package dev.sluice.cli;

import dev.sluice.app.Gateway;
import dev.sluice.app.Mailbox;
import dev.sluice.config.Configuration;
import dev.sluice.config.Differences;
import dev.sluice.config.InvalidConfiguration;
import dev.sluice.config.SluiceConfig;
import dev.sluice.worker.WorkerSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again when somebody asks for it, by a signal or through the mailbox, and
 * the certificate when its files have changed. All of it on a thread of its own.
 */
final class Reloader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Configuration configuration;
    private final Gateway gateway;
    private final Mailbox mailbox;

    /** Which files they are counts only from the next start on. */
    private final CertificateFiles certificate;

    private final WorkerSchedule thread;
    private SluiceConfig current;

    private Reloader(
            Configuration configuration, SluiceConfig first, Gateway gateway, Mailbox mailbox) {
        this.configuration = configuration;
        this.current = first;
        this.gateway = gateway;
        this.mailbox = mailbox;
        this.certificate = new CertificateFiles(first.server().tls(), gateway::renewCertificate);
        this.thread =
                WorkerSchedule.start(
                        "reloader", WorkerSchedule.Rhythm.every(LOOK_EVERY), this::look);
    }

    static Reloader start(
            Configuration configuration,
            SluiceConfig first,
            Gateway gateway,
            Path state,
            HangUp hangUp) {
        var reloader = new Reloader(configuration, first, gateway, new Mailbox(state));
        hangUp.then(() -> {
            var _ = reloader.thread.schedule(reloader::reloadOnSignal, Duration.ZERO);
        });
        return reloader;
    }

    /** What fails here, such as for a folder that has gone, is reported once and tried again. */
    private void look() {
        mailbox.request().ifPresent(id -> mailbox.answer(id, reload()));
        certificate.look();
    }

    /** Nobody waits for the outcome, which would be seen nowhere. */
    private void reloadOnSignal() {
        try {
            var _ = reload();
        } catch (Throwable failed) {
            LOG.atError().setCause(failed).log("the configuration could not be read again");
        }
    }

    /** The whole new configuration, or the whole old one. */
    private Mailbox.Answer reload() {
        try {
            SluiceConfig next = configuration.load();
            List<Differences.Difference> changes = Differences.between(current, next);
            gateway.reload(next);
            current = next;
            LOG.atInfo()
                    .addKeyValue("changes", changes.size())
                    .log("the configuration was read again");
            return new Mailbox.Answer(true, told(changes));
        } catch (InvalidConfiguration invalid) {
            LOG.warn("the configuration is not valid; the one before goes on");
            return new Mailbox.Answer(false, String.valueOf(invalid.getMessage()));
        }
    }

    private static String told(List<Differences.Difference> changes) {
        return changes.isEmpty()
                ? "nothing has changed"
                : changes.stream()
                        .map(Differences.Difference::toString)
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        thread.stop();
    }
}
