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
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.web.RequestContext;
import java.time.InstantSource;

/** Answers chats, in whichever dialect. */
final class ChatEndpoint {
    private static final long BODY_LIMIT_BYTES = 64L << 20;

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
    private final ClientDialects dialects;
    private final VendorMembers vendors;
    private final InstantSource clock;

    /**
     * @param dialects what the clients of the route speak
     * @param vendors what upstreams read themselves of a body
     */
    ChatEndpoint(
            Chat chat,
            FrontEnds frontEnds,
            ClientDialects dialects,
            VendorMembers vendors,
            InstantSource clock) {
        this.vendors = vendors;
        this.chat = chat;
        this.dialects = dialects;
        this.frontEnds = frontEnds;
        this.clock = clock;
    }

    void answer(RequestContext context) {
        Exchange exchange = context.exchange();
        var body = new ChatBody(dialects.plain(), vendors, context.now().speakers().chatField());
        ChatBody.Content content = exchange.body(BODY_LIMIT_BYTES, body);
        ChatRequest request = content.request();
        Asked asked = exchange.compute(() -> asked(context, content));
        ClientTraits traits = context.caller().traits();
        ClientDialect dialect = dialects.of(traits, exchange.client());
        long created = clock.instant().getEpochSecond();
        var writers = new AnswerWriters(exchange, dialect, request, traits, created);
        context.spellErrors(writers);
        writers.begin();
        chat.answer(context.recorded(), context.now().router(), asked, writers::next);
    }

    /** With whose words these are; the answer will tell what the client could do better. */
    private Asked asked(RequestContext context, ChatBody.Content content) {
        ChatRequest request = content.request();
        Exchange exchange = context.exchange();
        Speakers speakers = context.now().speakers();
        ConversationConfig rules = context.now().conversations();
        Identity identity = speakers.identify(context.caller(), exchange::header, request);
        Named chatName = speakers.chat(exchange::header, request, _ -> content.named());
        warn(context, request, identity, chatName);
        boolean side = speakers.namesTask(exchange::header) || rules.side().match(request);
        if (side && rules.side().refused()) {
            throw new ChatFailedException(SIDE_REFUSED);
        }
        return new Asked(
                request.in(speakers.conversation(exchange::header, request)),
                content.options(),
                identity.speaker(),
                chatName,
                new TurnIds(speakers.message(exchange::header), speakers.parent(exchange::header)),
                side,
                rules);
    }

    private void warn(
            RequestContext context, ChatRequest request, Identity identity, Named chatName) {
        Exchange exchange = context.exchange();
        Speakers speakers = context.now().speakers();
        boolean frontEnd = FrontEnds.isFrontEnd(context.caller(), exchange::header);
        frontEnds
                .warnings(frontEnd, identity, chatName, speakers)
                .forEach(warning -> context.recorded().warn(warning.id()));
        if (speakers.hasTemplate(exchange::header, request)) {
            context.recorded().warn(IdentityWarning.IDENTITY_TEMPLATE.id());
        }
    }
}
