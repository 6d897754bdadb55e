package dev.sluice.edge;

import dev.sluice.http.Exchange;

/** Answers the requests of one route, or throws what the client is to be told. */
@FunctionalInterface
interface Endpoint {

    /**
     * Answers the exchange.
     *
     * @param id what stood for the route's variable, decoded; empty when it has none
     */
    void answer(Exchange exchange, String id);
}
