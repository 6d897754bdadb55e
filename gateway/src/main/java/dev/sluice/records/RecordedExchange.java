package dev.sluice.records;

import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeEnd;
import dev.sluice.http.ExchangeObserver;
import dev.sluice.http.HeaderText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An exchange with the record that is being made of it. What is known of the request is noted by
 * the plot; at the end of the exchange the record is complete.
 */
public final class RecordedExchange {
    private static final String WARNING = "x-sluice-warning";

    private final Exchange exchange;
    private final List<String> warnings = new ArrayList<>();
    private volatile RequestRecord.Notes notes = RequestRecord.Notes.NONE;
    private volatile String route = "";
    private volatile boolean revealed;

    /**
     * Observes the exchange.
     *
     * @param records takes the record, on the loop of the exchange
     */
    public RecordedExchange(Exchange exchange, Consumer<RequestRecord> records) {
        this.exchange = exchange;
        exchange.observe(
                new ExchangeObserver() {
                    @Override
                    public void heading(Map<String, String> headers) {
                        addTo(headers);
                    }

                    @Override
                    public void ended(ExchangeEnd end) {
                        records.accept(RequestRecord.of(end, route, notes));
                    }
                });
    }

    public Exchange exchange() {
        return exchange;
    }

    /** The pattern of the path that it met. */
    public void route(String pattern) {
        route = pattern;
    }

    public RequestRecord.Notes notes() {
        return notes;
    }

    /** Only the plot's thread notes anything. */
    public void note(UnaryOperator<RequestRecord.Notes> change) {
        notes = change.apply(notes);
    }

    /** Something the client should know and need not act on, by its code. */
    public void warn(String code) {
        if (!warnings.contains(code)) {
            warnings.add(code);
            exchange.with(WARNING, String.join(", ", warnings));
            note(known -> known.warning(known.warnings().with(code)));
        }
    }

    /** Warns that these parameters had no effect; their names are for the record. */
    public void warn(String code, List<String> ignored) {
        warn(code);
        note(known -> known.warning(known.warnings().ignoring(ignored)));
    }

    /** The caller may know which upstream answers. */
    public void reveal() {
        revealed = true;
    }

    /** Whether the caller may know which upstream answers. */
    public boolean isRevealed() {
        return revealed;
    }

    private void addTo(Map<String, String> headers) {
        if (!route.isEmpty()) {
            headers.put("x-sluice-route", route);
        }
        RequestRecord.Notes known = notes;
        if (!known.tries().isEmpty()) {
            headers.put("x-sluice-attempts", Integer.toString(known.tries().size()));
            if (revealed) {
                headers.put("x-sluice-upstream", HeaderText.of(known.upstream()));
            }
        }
        headers.put("server-timing", known.timing(exchange.milliseconds()));
    }
}
