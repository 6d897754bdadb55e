package dev.sluice.testkit;

import java.util.Map;
import java.util.TreeMap;

/** The recorded exchanges that the simulator is not held against, and why. */
final class RecordingExclusions {
    private static final String NO_ROUTE = "the gateway does not call this route";
    private static final String CUT = "it was cut off when it was written down";
    private static final String FORM = "nothing is simulated after a run has paused";
    private static final String PROXY = "a proxy answered before Dify saw the request";
    private static final String EARLIER = "it lists what earlier, unrecorded requests left";
    private static final String FIRST_TURN = "its first turn was not recorded";

    static final Map<String, String> REASONS = reasons();

    private RecordingExclusions() {}

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        put(reasons, "api-sigterm-stream-cut", 1, 1, CUT);
        put(reasons, "audio-errors", 1, 5, NO_ROUTE);
        put(reasons, "conversations-cf-llm", 7, 10, NO_ROUTE);
        put(reasons, "conversations-chat", 7, 10, NO_ROUTE);
        put(reasons, "human-input-resume", 2, 6, FORM);
        put(reasons, "human-input-resume", 8, 18, FORM);
        put(reasons, "new-agent-second-turn", 1, 1, FIRST_TURN);
        put(reasons, "nginx-413", 1, 1, PROXY);
        put(reasons, "nginx-502", 1, 1, PROXY);
        put(reasons, "suggested-questions", 2, 4, NO_ROUTE);
        for (String mode : new String[] {"agent", "chat", "chatflow", "text", "workflow"}) {
            put(reasons, "routes-by-mode-" + mode, 13, 15, NO_ROUTE);
        }
        for (String mode : new String[] {"agent", "chat", "chatflow"}) {
            put(reasons, "routes-by-mode-" + mode, 7, 7, EARLIER);
        }
        return Map.copyOf(reasons);
    }

    /** Those with the numbers from the first to the last. */
    private static void put(
            Map<String, String> reasons, String recording, int first, int last, String why) {
        for (int i = first; i <= last; i++) {
            reasons.put(recording + "#" + i, why);
        }
    }
}
