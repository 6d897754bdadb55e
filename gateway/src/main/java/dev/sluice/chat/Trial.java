package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.records.Reach;
import dev.sluice.records.RecordedExchange;
import dev.sluice.records.RequestRecord;
import dev.sluice.registry.Upstream;

/** One attempt as the record will tell of it. Used by the plot's thread. */
final class Trial {
    private static final long NOT_YET = -1;

    private final RecordedExchange recorded;
    private final Upstream upstream;
    private final int number;
    private final long began;
    private long firstEvent = NOT_YET;
    private String step = "";

    Trial(RecordedExchange recorded, Upstream upstream) {
        this.recorded = recorded;
        this.upstream = upstream;
        this.number = recorded.notes().tries().size() + 1;
        this.began = recorded.exchange().milliseconds();
        note(Reach.UNSENT, "", NOT_YET);
    }

    RecordedExchange recorded() {
        return recorded;
    }

    Exchange exchange() {
        return recorded.exchange();
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
        firstEvent = recorded.exchange().milliseconds();
        note(Reach.STARTED, "", NOT_YET);
    }

    void ended(Reach reach, String code) {
        note(reach, code, recorded.exchange().milliseconds());
    }

    private void note(Reach reach, String code, long ended) {
        var times = new RequestRecord.Times(began, firstEvent, ended);
        var one = new RequestRecord.Try(number, upstream.name(), reach, code, times, step);
        recorded.note(notes -> notes.trying(one));
    }
}
