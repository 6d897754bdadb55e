package dev.sluice.edge;

import dev.sluice.access.ClientTraits;
import dev.sluice.http.Exchange;
import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.AnswerIdentity;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import dev.sluice.registry.AnswerSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The writers of one answer, one for each attempt, in the form that its client wants; and how the
 * answer breaks off, which depends on what the last of them has written.
 */
final class AnswerWriters implements ErrorDialect {
    private static final String EXTENSION_HEADER = "x-sluice-extension";
    private static final String OFF = "off";

    private final Exchange exchange;
    private final ClientDialect dialect;
    private final ChatRequest request;
    private final ClientTraits traits;
    private final AnswerIdentity identity;
    private volatile @Nullable EventWriter current;

    AnswerWriters(
            Exchange exchange,
            ClientDialect dialect,
            ChatRequest request,
            ClientTraits traits,
            long createdSeconds) {
        this.exchange = exchange;
        this.dialect = dialect;
        this.request = request;
        this.traits = traits;
        this.identity = new AnswerIdentity(exchange.requestId(), createdSeconds);
    }

    /** Holds the head of a stream for an honest status, and keeps its client waiting. */
    void begin() {
        if (request.stream()) {
            exchange.loop()
                    .run(() ->
                            exchange.client()
                                    .expectStream(dialect.streamType(), dialect::keepAlive));
        }
    }

    /** A new one, for an attempt at an upstream whose answers are presented so. */
    EventWriter next(AnswerSettings settings) {
        EventWriter writer = dialect.writer(identity, request, format(settings));
        current = writer;
        return writer;
    }

    private AnswerFormat format(AnswerSettings settings) {
        ReasoningFormat reasoning =
                request.output().reasoning().isEmpty()
                        ? settings.reasoning()
                        : ReasoningFormat.valueOf(
                                request.output().reasoning().toUpperCase(Locale.ROOT));
        boolean bare = exchange.header(EXTENSION_HEADER).strip().equalsIgnoreCase(OFF);
        return new AnswerFormat(reasoning, settings.extension() && !bare, false);
    }

    @Override
    public WireError error(ChatFailure failure, String requestId) {
        return dialect.error(failure, requestId);
    }

    /** Closes first what the answer has opened. */
    @Override
    public StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out) {
        EventWriter writer = current;
        if (writer != null) {
            writer.event(new ChatEvent.Failed(failure), out);
        }
        StreamEnd end = dialect.breakOff(failure, requestId, out);
        return traits.endsByEvent() ? StreamEnd.CLEAN : end;
    }
}
