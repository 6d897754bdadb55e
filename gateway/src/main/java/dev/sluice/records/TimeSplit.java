package dev.sluice.records;

import dev.sluice.records.RequestRecord.Try;

/**
 * Whose time it was that a request took.
 *
 * @param upstream milliseconds in which an upstream was asked
 * @param gate all the rest: reading the request, thinking, waiting here
 */
record TimeSplit(long upstream, long gate) {

    static TimeSplit of(RequestRecord record) {
        long upstream = record.notes().tries().stream().mapToLong(one -> of(one, record)).sum();
        return new TimeSplit(upstream, Math.max(0, record.milliseconds() - upstream));
    }

    /** A try that nobody saw end, since the client had left, lasted until the request ended. */
    static long of(Try one, RequestRecord record) {
        long ended = one.times().ended() < 0 ? record.milliseconds() : one.times().ended();
        return Math.max(0, ended - one.times().began());
    }
}
