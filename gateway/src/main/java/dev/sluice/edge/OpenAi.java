package dev.sluice.edge;

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
import dev.sluice.routing.Router;
import java.time.InstantSource;

/** The routes that speak OpenAI. */
final class OpenAi {
    private static final long BODY_LIMIT_BYTES = 64L << 20;
    private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

    /** The user of a client that names none. */
    private static final String NOBODY_IN_PARTICULAR = "open";

    private static final int OK = 200;

    private final Chat chat;
    private final Router router;
    private final InstantSource clock;
    private final long startedSeconds;

    OpenAi(Chat chat, Router router, InstantSource clock) {
        this.chat = chat;
        this.router = router;
        this.clock = clock;
        this.startedSeconds = clock.instant().getEpochSecond();
    }

    void complete(Exchange exchange, String id) {
        ChatRequest request = OpenAiChat.read(exchange.body(BODY_LIMIT_BYTES));
        String answerId = exchange.requestId();
        long created = clock.instant().getEpochSecond();
        if (request.stream()) {
            var client = exchange.client();
            exchange.loop()
                    .run(() -> client.expectStream(EVENT_STREAM, OpenAiChunkWriter::keepAlive));
        }
        String user = request.user().isEmpty() ? NOBODY_IN_PARTICULAR : request.user();
        chat.answer(exchange, request, user, () -> writer(answerId, created, request));
    }

    void models(Exchange exchange, String id) {
        var body = OpenAiModels.list(router.models(), startedSeconds);
        exchange.reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    void model(Exchange exchange, String id) {
        if (!router.models().contains(id)) {
            throw new ChatFailedException(
                    ChatFailure.of(
                                    FailureCode.MODEL_UNKNOWN,
                                    ChatFailure.CLIENT,
                                    "There is no such model.",
                                    "GET /v1/models lists those there are.")
                            .at("model"));
        }
        var body = OpenAiModels.single(id, startedSeconds);
        exchange.reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    private static EventWriter writer(String id, long created, ChatRequest request) {
        return request.stream()
                ? new OpenAiChunkWriter(id, created, request.model(), request.includeUsage())
                : new OpenAiAnswerWriter(id, created, request.model());
    }
}
