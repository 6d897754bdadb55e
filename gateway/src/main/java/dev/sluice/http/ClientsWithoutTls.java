package dev.sluice.http;

import io.netty.handler.ssl.NotSslRecordException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that a client writes http where https is expected, which it sees only as a cut. */
final class ClientsWithoutTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientsWithoutTls.class);

    /** Scanners of ports would fill the log. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final AtomicLong next;

    ClientsWithoutTls(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** Called for what ends a connection before it has a request. */
    void look(Throwable failure, Listen address) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        long now = nanos.getAsLong();
        long due = next.get();
        if ((failure instanceof NotSslRecordException || cause instanceof NotSslRecordException)
                && now - due >= 0
                && next.compareAndSet(due, now + EVERY.toNanos())) {
            LOG.atWarn()
                    .addKeyValue("address", address)
                    .log(
                            "a client spoke without TLS to an https address; it needs https:// in its URL");
        }
    }
}
