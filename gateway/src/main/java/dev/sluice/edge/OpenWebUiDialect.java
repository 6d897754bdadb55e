package dev.sluice.edge;

import dev.sluice.http.ClientSide;
import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.AnswerIdentity;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;

/**
 * OpenAI's dialect with what Open WebUI alone understands: a status line, sources and pictures. One
 * for each answer.
 */
final class OpenWebUiDialect implements ClientDialect {
    private final ClientDialect openAi;
    private final StatusLine status;

    OpenWebUiDialect(ClientDialect openAi, ClientSide client) {
        this.openAi = openAi;
        this.status = new StatusLine(client, openAi);
    }

    @Override
    public ChatRequest read(byte[] body) {
        return openAi.read(body);
    }

    @Override
    public String streamType() {
        return openAi.streamType();
    }

    @Override
    public void keepAlive(WireBuffer out) {
        status.keepAlive(out);
    }

    @Override
    public EventWriter writer(AnswerIdentity identity, ChatRequest request, AnswerFormat format) {
        var shown = new AnswerFormat(format.reasoning(), format.extension(), true);
        EventWriter writer = openAi.writer(identity, request, shown);
        return request.stream() ? new OpenWebUiWriter(writer, status) : writer;
    }

    @Override
    public WireError error(ChatFailure failure, String requestId) {
        return openAi.error(failure, requestId);
    }

    @Override
    public StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out) {
        return openAi.breakOff(failure, requestId, out);
    }
}
