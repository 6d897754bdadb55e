package dev.sluice.protocol.openai;

import dev.sluice.protocol.AnswerFormat;
import dev.sluice.protocol.AnswerIdentity;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.StreamEnd;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import java.util.Set;

/** OpenAI's chat completions. */
public final class OpenAiDialect implements ClientDialect {
    /** What this wire is called. */
    static final String WIRE = "openai-chat";

    private final ErrorDialect errors = new OpenAiErrors();
    private final Set<String> vendors;

    /**
     * @param vendors names of the members of a body that upstreams read themselves
     */
    public OpenAiDialect(Set<String> vendors) {
        this.vendors = Set.copyOf(vendors);
    }

    @Override
    public ChatRequest read(byte[] body) {
        return OpenAiChat.read(body, vendors);
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public void keepAlive(WireBuffer out) {
        OpenAiChunkWriter.keepAlive(out);
    }

    @Override
    public EventWriter writer(AnswerIdentity identity, ChatRequest request, AnswerFormat format) {
        String id = identity.requestId();
        long created = identity.createdSeconds();
        return request.stream()
                ? new OpenAiChunkWriter(
                        id, created, request.model(), request.output().usage(), format)
                : new OpenAiAnswerWriter(id, created, request.model(), format);
    }

    @Override
    public WireError error(ChatFailure failure, String requestId) {
        return errors.error(failure, requestId);
    }

    /** As one more event. */
    @Override
    public StreamEnd breakOff(ChatFailure failure, String requestId, WireBuffer out) {
        return errors.breakOff(failure, requestId, out);
    }
}
