package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a client waits for an answer in one piece, as it says itself. When that time is over it
 * asks again, and again the whole run is paid for; a failure that comes a moment before explains
 * what would help.
 */
record ClientTimeout(double seconds) {
    /** What OpenAI's client libraries, and whatever is built on them, send with each request. */
    private static final List<String> HEADERS =
            List.of("x-stainless-read-timeout", "x-stainless-timeout");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final double LEAST_SECONDS = 2;
    private static final double MOST_SECONDS = Duration.ofDays(1).toSeconds();
    private static final long AHEAD_MILLIS = 1_000;
    private static final long MILLIS = 1_000;

    /** The shortest that makes sense. */
    static Optional<ClientTimeout> announced(Exchange exchange) {
        return HEADERS.stream()
                .map(exchange::header)
                .flatMap(value -> of(value).stream())
                .min((one, other) -> Double.compare(one.seconds, other.seconds));
    }

    /** Nothing for what is no number of seconds that anybody would wait. */
    static Optional<ClientTimeout> of(String header) {
        return Optional.of(header.strip())
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Double::parseDouble)
                .filter(seconds -> seconds > LEAST_SECONDS && seconds <= MOST_SECONDS)
                .map(ClientTimeout::new);
    }

    /** From now on the answer must be whole in time, or its run is stopped. */
    void set(Exchange exchange) {
        exchange.deadline((long) (seconds * MILLIS) - AHEAD_MILLIS, late());
    }

    private ChatFailure late() {
        String wait = seconds == Math.rint(seconds) ? "" + (long) seconds : "" + seconds;
        return ChatFailure.of(
                FailureCode.CLIENT_TIMEOUT,
                ChatFailure.CLIENT,
                "The client waits "
                        + wait
                        + " s for an answer in one piece, and this one needs longer; its run was"
                        + " stopped.",
                "Ask with stream: true, or raise the client's timeout.");
    }
}
