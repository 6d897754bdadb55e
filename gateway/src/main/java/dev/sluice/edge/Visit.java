package dev.sluice.edge;

import dev.sluice.access.Caller;
import dev.sluice.access.Speakers;
import dev.sluice.http.Exchange;
import dev.sluice.routing.Router;
import java.util.Objects;

/**
 * One request on its way to its endpoint, with what was settled before.
 *
 * @param variable what stood for the route's variable, decoded; empty when it has none
 * @param router the one that counted when the request came
 * @param speakers those that counted then
 */
record Visit(Exchange exchange, String variable, Caller caller, Router router, Speakers speakers) {
    Visit {
        Objects.requireNonNull(exchange);
        Objects.requireNonNull(variable);
        Objects.requireNonNull(caller);
        Objects.requireNonNull(router);
        Objects.requireNonNull(speakers);
    }
}
