package dev.sluice.edge;

import dev.sluice.access.Speaker;
import dev.sluice.chat.Asked;
import dev.sluice.chat.Chat;
import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiAnswerWriter;
import dev.sluice.protocol.openai.OpenAiChat;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.protocol.openai.OpenAiModels;
import java.time.InstantSource;

/** The routes that speak OpenAI. */
final class OpenAi {
    private static final long BODY_LIMIT_BYTES = 64L << 20;
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    private static final String USER_IGNORED = "USER-IGNORED";
    private static final int OK = 200;

    private final Chat chat;
    private final InstantSource clock;
    private final long startedSeconds;

    OpenAi(Chat chat, InstantSource clock) {
        this.chat = chat;
        this.clock = clock;
        this.startedSeconds = clock.instant().getEpochSecond();
    }

    void complete(Visit visit) {
        Exchange exchange = visit.exchange();
        ChatRequest request = OpenAiChat.read(exchange.body(BODY_LIMIT_BYTES));
        String answerId = exchange.requestId();
        long created = clock.instant().getEpochSecond();
        if (request.stream()) {
            var client = exchange.client();
            exchange.loop()
                    .run(() -> client.expectStream(EVENT_STREAM, OpenAiChunkWriter::keepAlive));
        }
        var asked =
                new Asked(
                        request,
                        new Speaker(visit.caller().name(), user(visit, request)),
                        chat(exchange, request),
                        "chat",
                        visit.now().conversations().isSide(request));
        chat.answer(exchange, visit.router(), asked, () -> writer(answerId, created, request));
    }

    private static String chat(Exchange exchange, ChatRequest request) {
        String header = exchange.header("x-openwebui-chat-id");
        if (!header.isEmpty()) {
            return header;
        }
        return request.metadata().chat().isEmpty()
                ? exchange.header("x-session-id")
                : request.metadata().chat();
    }

    /** Only who may speak for users is believed when it names one. */
    private static String user(Visit visit, ChatRequest request) {
        if (request.user().isEmpty()) {
            return "";
        }
        if (!visit.caller().speaksForUsers()) {
            visit.exchange().warn(USER_IGNORED);
            return "";
        }
        return request.user();
    }

    void models(Visit visit) {
        var body = OpenAiModels.list(visit.router().models(), startedSeconds);
        visit.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    void model(Visit visit) {
        if (!visit.router().models().contains(visit.variable())) {
            throw new ChatFailedException(
                    ChatFailure.of(
                                    FailureCode.MODEL_UNKNOWN,
                                    ChatFailure.CLIENT,
                                    "There is no such model.",
                                    "GET /v1/models lists those there are.")
                            .at("model"));
        }
        var body = OpenAiModels.single(visit.variable(), startedSeconds);
        visit.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    private static EventWriter writer(String id, long created, ChatRequest request) {
        return request.stream()
                ? new OpenAiChunkWriter(id, created, request.model(), request.includeUsage())
                : new OpenAiAnswerWriter(id, created, request.model());
    }
}
