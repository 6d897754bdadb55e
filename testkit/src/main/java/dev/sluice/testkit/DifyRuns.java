package dev.sluice.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Begins runs: checks what was asked in Dify's order, then decides what is played. */
final class DifyRuns {
    private static final Duration HANGING_PING = Duration.ofSeconds(10);

    private final Observations observations;
    private final InstantSource clock;

    DifyRuns(Observations observations, InstantSource clock) {
        this.observations = observations;
        this.clock = clock;
    }

    Reply begin(HttpCall call, HostedApp hosted, Mode mode) {
        SimulatedApp app = hosted.app();
        var checks = new RequestChecks(app.profile());
        JsonNode body = checks.body(call);
        String user = checks.user(body);
        checks.mode(app, mode);
        checks.shape(body, mode);
        checks.requiredInputs(app, body.path("inputs"));
        String asked = mode == Mode.CHAT ? checks.conversation(body) : "";
        boolean unknown = !asked.isEmpty() && !hosted.knows(asked, user);
        if (unknown) {
            refuseUnknown(app, checks);
        }
        boolean anew = mode == Mode.CHAT && (asked.isEmpty() || unknown);
        String conversation = anew ? hosted.newConversation(user) : asked;
        String query = mode == Mode.CHAT ? body.path("query").asString() : firstText(body);
        var subject = new RunValues.Subject(conversation, user, query, body.path("inputs"));
        boolean hanging = unknown && app.has(Quirk.UNKNOWN_CONVERSATION_HANGS);
        Program program = hanging ? hanging(app) : hosted.nextProgram();
        boolean streaming = body.path("response_mode").asString("").equals("streaming");
        JsonStyle style = streaming ? app.profile().eventStyle() : JsonStyle.PYTHON;
        RunValues values = hosted.values(subject, style, clock);
        Run run = new Run(app.key(), call, user, values.task(), conversation);
        observations.began(run);
        return reply(program, values, run, streaming);
    }

    private static Reply reply(Program program, RunValues values, Run run, boolean streaming) {
        Duration after = program.lateHead();
        if (program.resets()) {
            return new Reply.Reset(run, after);
        }
        Optional<Page> instead = program.instead();
        if (instead.isPresent()) {
            return new Reply.Whole(instead.get(), run, Run.Outcome.REFUSED, after);
        }
        if (streaming) {
            return new Reply.Stream(program, values, run, after);
        }
        Duration whole = after.plus(program.duration());
        return new Reply.Whole(program.blocking(values), run, Run.Outcome.FINISHED, whole);
    }

    private void refuseUnknown(SimulatedApp app, RequestChecks checks) {
        if (app.has(Quirk.UNKNOWN_CONVERSATION_IS_COMPLETED)) {
            throw checks.refused(DifyError.CONVERSATION_COMPLETED);
        }
        if (!app.has(Quirk.UNKNOWN_CONVERSATION_IS_NEW)
                && !app.has(Quirk.UNKNOWN_CONVERSATION_HANGS)) {
            throw checks.refused(DifyError.noConversation(app.profile()));
        }
    }

    private Program hanging(SimulatedApp app) {
        return new Program(app, List.of(new Fault.PingsOnly(HANGING_PING)), AppIds.of(app));
    }

    /** What a workflow is asked is one of its inputs. */
    private static String firstText(JsonNode body) {
        for (JsonNode input : body.path("inputs")) {
            if (input.isString()) {
                return input.stringValue();
            }
        }
        return "";
    }
}
