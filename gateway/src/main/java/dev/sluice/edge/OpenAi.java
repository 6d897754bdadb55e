package dev.sluice.edge;

import dev.sluice.access.ClientTraits;
import dev.sluice.access.FrontEnds;
import dev.sluice.access.Identity;
import dev.sluice.access.IdentityWarning;
import dev.sluice.access.Named;
import dev.sluice.access.Speakers;
import dev.sluice.chat.Asked;
import dev.sluice.chat.Chat;
import dev.sluice.chat.TurnIds;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiModel;
import dev.sluice.protocol.openai.OpenAiModels;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** The routes that speak OpenAI. */
final class OpenAi {
    private static final long BODY_LIMIT_BYTES = 64L << 20;
    private static final int OK = 200;

    private static final ChatFailure SIDE_REFUSED =
            ChatFailure.of(
                    FailureCode.SIDE_REQUEST_REFUSED,
                    ChatFailure.CLIENT,
                    "This request is none of a user's turns: a front end asks for a title, for tags"
                            + " or the like, and the gateway is set to refuse that.",
                    "Switch these requests off in the front end, or set chats.side_requests to a"
                            + " model that answers them.");

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
        var body = new ChatBody(visit.now().speakers().chatField());
        ChatBody.Content content = exchange.body(BODY_LIMIT_BYTES, body);
        ChatRequest request = content.request();
        Asked asked = exchange.compute(() -> asked(visit, request, _ -> content.named()));
        ClientTraits traits = visit.caller().traits();
        if (traits.endsByEvent()) {
            exchange.endCleanly();
        }
        long created = clock.instant().getEpochSecond();
        var writers = new AnswerWriters(exchange, request, created, traits.isOpenWebUi());
        writers.begin();
        try {
            chat.answer(exchange, visit.now().router(), asked, writers::next);
        } catch (RuntimeException | Error failed) {
            writers.breakOff();
            throw failed;
        }
    }

    /** With whose words these are; the answer will tell what the client could do better. */
    private Asked asked(Visit visit, ChatRequest request, UnaryOperator<String> body) {
        Exchange exchange = visit.exchange();
        Speakers speakers = visit.now().speakers();
        ConversationConfig rules = visit.now().conversations();
        Identity identity = speakers.identify(visit.caller(), exchange::header, request);
        Named chatName = speakers.chat(exchange::header, request, body);
        warn(visit, request, identity, chatName);
        boolean side = speakers.namesTask(exchange::header) || rules.side().match(request);
        if (side && rules.side().refused()) {
            throw new ChatFailedException(SIDE_REFUSED);
        }
        return new Asked(
                request.in(speakers.conversation(exchange::header, request)),
                identity.speaker(),
                chatName,
                new TurnIds(speakers.message(exchange::header), speakers.parent(exchange::header)),
                side,
                rules);
    }

    private void warn(Visit visit, ChatRequest request, Identity identity, Named chatName) {
        Exchange exchange = visit.exchange();
        Speakers speakers = visit.now().speakers();
        boolean frontEnd = FrontEnds.isFrontEnd(visit.caller(), exchange::header);
        frontEnds
                .warnings(frontEnd, identity, chatName, speakers)
                .forEach(warning -> exchange.warn(warning.id()));
        if (speakers.hasTemplate(exchange::header, request)) {
            exchange.warn(IdentityWarning.IDENTITY_TEMPLATE.id());
        }
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
