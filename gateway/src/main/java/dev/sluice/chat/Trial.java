package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.http.ExchangeRecord;
import dev.sluice.http.Reach;
import dev.sluice.registry.Upstream;

/** One attempt as the record will tell of it. Used by the plot's thread. */
final class Trial {
    private static final long NOT_YET = -1;

    private final Exchange exchange;
    private final Upstream upstream;
    private final int number;
    private final long began;
    private long firstEvent = NOT_YET;
    private String step = "";

    Trial(Exchange exchange, Upstream upstream) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.number = exchange.notes().tries().size() + 1;
        this.began = exchange.milliseconds();
        note(Reach.UNSENT, "", NOT_YET);
    }

    Exchange exchange() {
        return exchange;
    }

    Upstream upstream() {
        return upstream;
    }

    /** The last step it told of. */
    void reached(String newStep) {
        step = newStep;
    }

    /** The upstream's run has begun. */
    void opened() {
        firstEvent = exchange.milliseconds();
        note(Reach.STARTED, "", NOT_YET);
    }

    void ended(Reach reach, String code) {
        note(reach, code, exchange.milliseconds());
    }

    private void note(Reach reach, String code, long ended) {
        var times = new ExchangeRecord.Times(began, firstEvent, ended);
        var one = new ExchangeRecord.Try(number, upstream.name(), reach, code, times, step);
        exchange.note(exchange.notes().trying(one));
    }
}
