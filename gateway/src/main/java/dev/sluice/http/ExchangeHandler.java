package dev.sluice.http;

/** Answers one exchange; runs on a virtual thread of its own. */
@FunctionalInterface
public interface ExchangeHandler {
    void handle(Exchange exchange);
}
