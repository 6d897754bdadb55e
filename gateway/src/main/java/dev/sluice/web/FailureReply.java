package dev.sluice.web;

import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.protocol.PublicFailure;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.WireError;
import dev.sluice.records.RequestRecord.Problem;

/** Ends a request with its failure: by a response, or by breaking off one that has begun. */
final class FailureReply {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;

    private FailureReply() {}

    static void send(RequestContext context, ChatFailure known) {
        Exchange exchange = context.exchange();
        // Callers who may not know the upstreams learn less of what is wrong with one.
        ChatFailure failure = context.recorded().isRevealed() ? known : PublicFailure.of(known);
        exchange.failed(failure.code());
        if (!known.source().equals(ChatFailure.CLIENT)) {
            var problem = new Problem(known.ownCause(), known.fix());
            context.recorded().note(notes -> notes.failing(problem));
        }
        ErrorDialect errors = context.errors();
        boolean badRequests = context.now().badRequests();
        exchange.loop()
                .run(() -> {
                    if (exchange.client().committed()) {
                        breakOff(exchange, errors, failure);
                    } else {
                        WireError error = errors.error(failure, exchange.requestId());
                        exchange.reply(Reply.of(badRequests ? permanent(error, failure) : error));
                    }
                });
    }

    private static void breakOff(Exchange exchange, ErrorDialect errors, ChatFailure failure) {
        var last = new WireBuffer();
        exchange.breakOff(last, errors.breakOff(failure, exchange.requestId(), last));
    }

    /** With the status after which no client asks again, where asking again is of no use. */
    static WireError permanent(WireError error, ChatFailure failure) {
        boolean asksAgain = error.status() >= TOO_MANY && !failure.retryable();
        return asksAgain ? error.with(BAD_REQUEST) : error;
    }
}
