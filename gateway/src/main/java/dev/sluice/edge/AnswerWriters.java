package dev.sluice.edge;

import dev.sluice.access.ClientTraits;
import dev.sluice.http.ClientSide;
import dev.sluice.http.Exchange;
import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import dev.sluice.protocol.openai.OpenAiAnswerWriter;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.registry.AnswerSettings;
import java.util.Locale;

/** Makes the writers of one answer, one for each attempt, in the form that its client wants. */
final class AnswerWriters implements ErrorDialect {
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";
    private static final String EXTENSION_HEADER = "x-sluice-extension";
    private static final String OFF = "off";

    private final Exchange exchange;
    private final ChatRequest request;
    private final long createdSeconds;
    private final boolean openWebUi;
    private final boolean endsByEvent;
    private final ErrorDialect errors = new OpenAiErrors();
    private final StatusLine status;
    private volatile EventWriter current = new OpenAiAnswerWriter("", 0, "");

    /**
     * @param traits of the client; Open WebUI shows more than others
     */
    AnswerWriters(
            Exchange exchange, ChatRequest request, long createdSeconds, ClientTraits traits) {
        this.exchange = exchange;
        this.request = request;
        this.createdSeconds = createdSeconds;
        this.openWebUi = traits.isOpenWebUi();
        this.endsByEvent = traits.endsByEvent();
        this.status = new StatusLine(exchange.client());
    }

    /** Holds the head of a stream for an honest status, and keeps its client waiting. */
    void begin() {
        if (!request.stream()) {
            return;
        }
        ClientSide client = exchange.client();
        exchange.loop()
                .run(() -> {
                    if (openWebUi) {
                        client.expectStream(EVENT_STREAM, status::keepAlive);
                    } else {
                        client.expectStream(EVENT_STREAM, OpenAiChunkWriter::keepAlive);
                    }
                });
    }

    /** A new one, for an attempt at an upstream whose answers are presented so. */
    EventWriter next(AnswerSettings settings) {
        AnswerFormat format = format(settings);
        String id = exchange.requestId();
        if (!request.stream()) {
            current = new OpenAiAnswerWriter(id, createdSeconds, request.model(), format);
            return current;
        }
        var chunks =
                new OpenAiChunkWriter(
                        id, createdSeconds, request.model(), request.includeUsage(), format);
        current = openWebUi ? new OpenWebUiWriter(chunks, status) : chunks;
        return current;
    }

    private AnswerFormat format(AnswerSettings settings) {
        ReasoningFormat reasoning =
                request.options().reasoning().isEmpty()
                        ? settings.reasoning()
                        : ReasoningFormat.valueOf(
                                request.options().reasoning().toUpperCase(Locale.ROOT));
        boolean bare = exchange.header(EXTENSION_HEADER).strip().equalsIgnoreCase(OFF);
        return new AnswerFormat(reasoning, settings.extension() && !bare, openWebUi);
    }

    @Override
    public WireError error(ChatFailure failure, String requestId) {
        return errors.error(failure, requestId);
    }

    /** Closes first what the answer has opened. */
    @Override
    public StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out) {
        current.event(new ChatEvent.Failed(failure), out);
        StreamEnd end = errors.breakOff(failure, requestId, out);
        return endsByEvent ? StreamEnd.CLEAN : end;
    }
}
