package dev.sluice.edge;

import dev.sluice.access.ClientTraits;
import dev.sluice.access.FrontEnds;
import dev.sluice.access.Identity;
import dev.sluice.access.Named;
import dev.sluice.access.Speakers;
import dev.sluice.chat.Asked;
import dev.sluice.chat.Chat;
import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiChat;
import dev.sluice.protocol.openai.OpenAiModel;
import dev.sluice.protocol.openai.OpenAiModels;
import java.time.InstantSource;

/** The routes that speak OpenAI. */
final class OpenAi {
    private static final long BODY_LIMIT_BYTES = 64L << 20;
    private static final int OK = 200;

    private final Chat chat;
    private final FrontEnds frontEnds;
    private final InstantSource clock;
    private final long startedSeconds;

    OpenAi(Chat chat, FrontEnds frontEnds, InstantSource clock) {
        this.chat = chat;
        this.frontEnds = frontEnds;
        this.clock = clock;
        this.startedSeconds = clock.instant().getEpochSecond();
    }

    void complete(Visit visit) {
        Exchange exchange = visit.exchange();
        ChatRequest request = OpenAiChat.read(exchange.body(BODY_LIMIT_BYTES));
        Asked asked = asked(visit, request);
        ClientTraits traits = visit.caller().traits();
        if (traits.endsByEvent()) {
            exchange.endCleanly();
        }
        long created = clock.instant().getEpochSecond();
        var writers = new AnswerWriters(exchange, request, created, traits.isOpenWebUi());
        writers.begin();
        try {
            chat.answer(exchange, visit.now().router(), asked, writers::next);
        } catch (RuntimeException failed) {
            writers.breakOff();
            throw failed;
        }
    }

    /** With whose words these are; the answer will tell what the client could do better. */
    private Asked asked(Visit visit, ChatRequest request) {
        Exchange exchange = visit.exchange();
        Speakers speakers = visit.now().speakers();
        Identity identity = speakers.identify(visit.caller(), exchange::header, request);
        Named chatName = speakers.chat(exchange::header, request);
        frontEnds
                .warnings(exchange.header("user-agent"), identity, chatName, speakers)
                .forEach(warning -> exchange.warn(warning.id()));
        return new Asked(
                request.in(speakers.conversation(exchange::header, request)),
                identity.speaker(),
                chatName,
                visit.now().conversations().isSide(request));
    }

    void models(Visit visit) {
        var body = OpenAiModels.list(ModelListing.of(visit.now().router()), startedSeconds);
        visit.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }

    void model(Visit visit) {
        OpenAiModel model = ModelListing.one(visit.now().router(), visit.variable());
        var body = OpenAiModels.single(model, startedSeconds);
        visit.exchange().reply(Reply.json(OK, new WireBuffer().text(body)));
    }
}
