package dev.sluice.http;

import dev.sluice.protocol.ChatFailure;

/** Answers what clients send. */
public interface ExchangeHandler {

    /** Answers one exchange; runs on a virtual thread of its own. */
    void handle(Exchange exchange);

    /** How to answer what is no request at all; on a loop, and at once. */
    Reply malformed(ChatFailure failure, String requestId);
}
