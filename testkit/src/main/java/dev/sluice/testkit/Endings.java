package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The last events of a run, in the order of the app's mode and age. */
final class Endings {
    static final Step.End STOPPED = new Step.End("stopped", "Stopped by user.");

    private final SimulatedApp app;
    private final Frames frames;
    private final Results results;

    Endings(SimulatedApp app, Frames frames, Results results) {
        this.app = app;
        this.frames = frames;
        this.results = results;
    }

    /** Since 1.13 nothing follows the {@code workflow_finished} of a canvas. */
    boolean closesStream() {
        return app.mode().isCanvas() && app.profile().isAtLeast("1.13.0");
    }

    List<Template> of(Step.End end, SimulatedApp.TokenCount usage) {
        return switch (app.mode()) {
            case CHAT, AGENT_CHAT, COMPLETION, AGENT -> List.of(messageEnd(usage));
            case WORKFLOW -> List.of(workflowFinished(end));
            case ADVANCED_CHAT -> ofChatflow(end, usage);
        };
    }

    /** Since 1.16 nothing is known of the tokens of a stopped run. */
    List<Template> stopped(SimulatedApp.TokenCount usage) {
        boolean unknown = app.profile().isAtLeast("1.16.0");
        return of(STOPPED, unknown ? SimulatedApp.TokenCount.UNKNOWN : usage);
    }

    private List<Template> ofChatflow(Step.End end, SimulatedApp.TokenCount usage) {
        List<Template> last = new ArrayList<>();
        boolean stopped = end.status().equals("stopped");
        boolean failed = end.status().equals("failed");
        boolean told = !failed && !app.has(Quirk.NO_MESSAGE_END);
        boolean early = app.profile().isAtLeast("1.13.1") && !stopped;
        boolean late = !closesStream() || (stopped && app.has(Quirk.STOP_KEEPS_MESSAGE_END));
        if (told && early) {
            last.add(messageEnd(usage));
        }
        if (!app.has(Quirk.NO_WORKFLOW_FINISHED)) {
            last.add(workflowFinished(end));
        }
        if (told && !early && late) {
            last.add(messageEnd(usage));
        }
        if (failed && (!closesStream() || app.has(Quirk.FAILURE_KEEPS_ERROR))) {
            String message = "Run failed: " + end.error();
            last.add(frames.error(new Step.Failed(400, "invalid_param", message)));
        }
        return last;
    }

    private Template workflowFinished(Step.End end) {
        return frames.data("workflow_finished", Shapes.WORKFLOW_FINISHED, results.values(end));
    }

    Template messageEnd(SimulatedApp.TokenCount usage) {
        Map<String, JsonNode> values = new HashMap<>();
        values.put("$metadata", results.metadata(usage));
        if (app.mode().isCanvas()) {
            values.put("$made", Frames.given(app.details().extras().files()));
        } else if (!app.profile().isAtLeast("1.13.0")) {
            values.put("$made", JsonNodeFactory.instance.nullNode());
        }
        // What is left is a slot: since then the files of the request are told too.
        return frames.event("message_end", Shapes.MESSAGE_END, values);
    }
}
