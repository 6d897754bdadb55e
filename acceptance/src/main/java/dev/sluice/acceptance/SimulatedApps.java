package dev.sluice.acceptance;

import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import java.time.Duration;
import java.util.List;

/** The apps that clients talk to; each is the model of the same name. */
final class SimulatedApps {
    static final String CHAT = "chat";
    static final String BROKEN_FIRST = "broken-first";
    static final String BROKEN_INSIDE = "broken-inside";
    static final String CUT = "cut";
    static final String SLOW = "slow";
    static final String LONG = "long";
    static final List<String> ALL = List.of(CHAT, BROKEN_FIRST, BROKEN_INSIDE, CUT, SLOW, LONG);

    /** The answer of {@link #CHAT} and {@link #SLOW}. */
    static final String ANSWER = "Hällo, 世界 🌍 שלום.";

    /** What there is of {@link #BROKEN_INSIDE} before it fails. */
    static final String BEGINNING = "Half of it";

    /** The model's own words for the failure of both broken apps. */
    static final String FAILURE = "the model is overloaded";

    /** The first word of {@link #SLOW} comes after so long. */
    static final Duration DELAY = Duration.ofSeconds(12);

    /** What a run reports as its tokens. */
    static final int TOKENS = 188;

    private static final Duration PACE = Duration.ofMillis(30);
    private static final int LONG_WORDS = 400;

    /** Within the second event. */
    private static final int CUT_AT = 600;

    private SimulatedApps() {}

    static SimulatedDify start() {
        var failed = "[openai] Error: " + FAILURE;
        return SimulatedDify.start(0)
                .app(answering(CHAT))
                .app(answering(SLOW).failing(new Fault.LateEvents(DELAY)))
                .app(answering(BROKEN_FIRST).failing(new Fault.FailedRun(0, failed)))
                .app(
                        of(BROKEN_INSIDE)
                                .saying("Half ", "of ", "it", " and the rest.")
                                .every(PACE)
                                .failing(new Fault.FailedRun(3, failed)))
                .app(of(CUT).every(PACE).failing(new Fault.Cut(CUT_AT, Fault.Ending.RESET)))
                .app(of(LONG).tokens(LONG_WORDS).every(PACE));
    }

    static String key(String model) {
        return "app-" + model;
    }

    private static SimulatedApp of(String model) {
        return SimulatedApp.chat(key(model)).named(model);
    }

    private static SimulatedApp answering(String model) {
        return of(model).saying("Hällo, ", "世界 🌍 ", "שלום.");
    }
}
