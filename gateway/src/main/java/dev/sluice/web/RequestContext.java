package dev.sluice.web;

import dev.sluice.access.Caller;
import dev.sluice.http.Exchange;
import dev.sluice.protocol.ErrorDialect;
import dev.sluice.records.RecordedExchange;
import java.util.Map;

/** One request on its way to its endpoint, with what was settled before. Used by the plot. */
public final class RequestContext {
    private final RecordedExchange recorded;
    private final Snapshot now;
    private Map<String, String> variables = Map.of();
    private Caller caller = Caller.NOBODY;
    private ErrorDialect errors;

    RequestContext(RecordedExchange recorded, Snapshot now, ErrorDialect errors) {
        this.recorded = recorded;
        this.now = now;
        this.errors = errors;
    }

    public Exchange exchange() {
        return recorded.exchange();
    }

    /** The exchange with its record. */
    public RecordedExchange recorded() {
        return recorded;
    }

    /** What counted when the request came, whatever a reload has changed since. */
    public Snapshot now() {
        return now;
    }

    public Caller caller() {
        return caller;
    }

    /**
     * The value of a variable of the route, decoded.
     *
     * @throws IllegalArgumentException when the route has no such variable
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable " + name);
        }
        return value;
    }

    /** How a failure of this request is spelt from here on. */
    public void spellErrors(ErrorDialect dialect) {
        errors = dialect;
    }

    ErrorDialect errors() {
        return errors;
    }

    void matched(Map<String, String> values) {
        variables = values;
    }

    void admitted(Caller admitted) {
        caller = admitted;
    }
}
