package dev.sluice.edge;

import dev.sluice.access.Caller;
import dev.sluice.http.Exchange;
import java.util.Objects;

/**
 * One request on its way to its endpoint, with what was settled before.
 *
 * @param variable what stood for the route's variable, decoded; empty when it has none
 * @param now what counted when the request came
 */
record Visit(Exchange exchange, String variable, Caller caller, Snapshot now) {
    Visit {
        Objects.requireNonNull(exchange);
        Objects.requireNonNull(variable);
        Objects.requireNonNull(caller);
        Objects.requireNonNull(now);
    }
}
