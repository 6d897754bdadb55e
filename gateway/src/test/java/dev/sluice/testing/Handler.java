package dev.sluice.testing;

import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeHandler;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailure;
import java.util.function.Consumer;

/** Answers by one action, for a server without the rest of the gateway. */
public record Handler(Consumer<Exchange> action) implements ExchangeHandler {
    private static final int BAD_REQUEST = 400;

    @Override
    public void handle(Exchange exchange) {
        action.accept(exchange);
    }

    @Override
    public Reply malformed(ChatFailure failure, String requestId) {
        return Reply.text(BAD_REQUEST, failure.cause());
    }
}
