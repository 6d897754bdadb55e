package dev.sluice.records;

import dev.sluice.http.ExchangeEnd;
import dev.sluice.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What became of one request, told once: never what was said in it.
 *
 * @param startedAtMillis since the epoch
 */
public record RequestRecord(
        String requestId,
        long startedAtMillis,
        Asked asked,
        Notes notes,
        Ending ending,
        long milliseconds) {
    public RequestRecord {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(asked);
        Objects.requireNonNull(notes);
        Objects.requireNonNull(ending);
    }

    /**
     * The record of an exchange.
     *
     * @param route the row of the path table it met, empty when it met none
     */
    public static RequestRecord of(ExchangeEnd end, String route, Notes notes) {
        return new RequestRecord(
                end.requestId(),
                end.startedAtMillis(),
                new Asked(end.method(), route, end.address()),
                notes,
                new Ending(end.code(), end.status(), end.bytesOut()),
                end.milliseconds());
    }

    /**
     * The request as it came.
     *
     * @param route the row of the path table it met, empty when it met none
     * @param address where it came from, through proxies that are trusted
     */
    public record Asked(String method, String route, String address) {
        public Asked {
            Objects.requireNonNull(method);
            Objects.requireNonNull(route);
            Objects.requireNonNull(address);
        }
    }

    /**
     * What the plot knows of it.
     *
     * @param caller the name of the key it came with, empty while nobody is known
     * @param conversation whether it continued one, began a new one, or one in the place of another
     * @param warnings what its client was warned of
     */
    public record Notes(
            String caller,
            String model,
            List<Try> tries,
            Usage usage,
            String conversation,
            Warnings warnings,
            Problem problem) {
        public static final Notes NONE =
                new Notes("", "", List.of(), new Usage.Unknown(), "", Warnings.NONE, Problem.NONE);

        public Notes {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(model);
            tries = List.copyOf(tries);
            Objects.requireNonNull(usage);
            Objects.requireNonNull(conversation);
            Objects.requireNonNull(warnings);
            Objects.requireNonNull(problem);
        }

        public Notes by(String newCaller) {
            return new Notes(newCaller, model, tries, usage, conversation, warnings, problem);
        }

        public Notes askingFor(String newModel) {
            return new Notes(caller, newModel, tries, usage, conversation, warnings, problem);
        }

        /** With one more try, or with the last one in its newest state. */
        public Notes trying(Try one) {
            var all = new ArrayList<>(tries);
            all.removeIf(known -> known.number() == one.number());
            all.add(one);
            return new Notes(caller, model, all, usage, conversation, warnings, problem);
        }

        public Notes using(Usage newUsage) {
            return new Notes(caller, model, tries, newUsage, conversation, warnings, problem);
        }

        public Notes going(String newConversation) {
            return new Notes(caller, model, tries, usage, newConversation, warnings, problem);
        }

        public Notes warning(Warnings newWarnings) {
            return new Notes(caller, model, tries, usage, conversation, newWarnings, problem);
        }

        public Notes failing(Problem newProblem) {
            return new Notes(caller, model, tries, usage, conversation, warnings, newProblem);
        }

        /** Our share and the upstreams', as {@code Server-Timing} tells it. */
        String timing(long now) {
            long waited = tries.stream().mapToLong(one -> one.waited(now)).sum();
            String gate = "gate;dur=" + (now - waited);
            return tries.isEmpty() ? gate : gate + ", upstream;dur=" + waited;
        }

        /** The upstream that was asked last, empty when none was. */
        public String upstream() {
            return tries.isEmpty() ? "" : tries.getLast().upstream();
        }
    }

    /**
     * Why it failed, for operators; both are empty when it did not, or by its client.
     *
     * @param cause without the upstream's own words
     */
    public record Problem(String cause, String fix) {
        public static final Problem NONE = new Problem("", "");

        public Problem {
            Objects.requireNonNull(cause);
            Objects.requireNonNull(fix);
        }
    }

    /**
     * What a client was warned of.
     *
     * @param codes as its answer carried them
     * @param ignored the names of the parameters that were ignored
     */
    public record Warnings(List<String> codes, List<String> ignored) {
        public static final Warnings NONE = new Warnings(List.of(), List.of());

        public Warnings {
            codes = List.copyOf(codes);
            ignored = List.copyOf(ignored);
        }

        Warnings with(String code) {
            var all = new ArrayList<>(codes);
            all.add(code);
            return new Warnings(all, ignored);
        }

        Warnings ignoring(List<String> parameters) {
            return new Warnings(codes, parameters);
        }
    }

    /**
     * One attempt at one upstream.
     *
     * @param number from 1
     * @param code the failure it ended with, {@code OK} without one, empty while it runs
     * @param step the last step the upstream told of, as the app's author calls it
     */
    public record Try(
            int number, String upstream, Reach reach, String code, Times times, String step) {
        public Try {
            Objects.requireNonNull(upstream);
            Objects.requireNonNull(reach);
            Objects.requireNonNull(code);
            Objects.requireNonNull(times);
            Objects.requireNonNull(step);
        }

        /** Until the upstream's first event, or until it was clear that none would come. */
        private long waited(long now) {
            long until = times.firstEvent() >= 0 ? times.firstEvent() : times.ended();
            return (until >= 0 ? until : now) - times.began();
        }
    }

    /**
     * Milliseconds since the request was accepted; -1 for what has not happened.
     *
     * @param firstEvent when the upstream's run had begun
     */
    public record Times(long began, long firstEvent, long ended) {}

    /**
     * How it ended.
     *
     * @param code the failure's name, {@code OK} without one
     * @param status the HTTP status the client saw, zero when it saw none
     */
    public record Ending(String code, int status, long bytesOut) {
        public Ending {
            Objects.requireNonNull(code);
        }
    }
}
