package dev.sluice.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Begins runs: checks what was asked in Dify's order, then decides what is played. */
final class DifyRuns {
    /** What a stream shows that is waited for in vain, until it is closed without a word. */
    static final Step.Pings WAITING_IN_VAIN =
            new Step.Pings(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private final Observations observations;
    private final InstantSource clock;

    DifyRuns(Observations observations, InstantSource clock) {
        this.observations = observations;
        this.clock = clock;
    }

    Reply begin(HttpCall call, HostedApp hosted, RunKind kind) {
        return begin(call, hosted, kind, "");
    }

    /** An empty version is the published one. */
    Reply begin(HttpCall call, HostedApp hosted, RunKind kind, String version) {
        SimulatedApp app = hosted.app();
        var checks = new RequestChecks(app.profile());
        JsonNode body = checks.body(call);
        String user = checks.user(app, body);
        checks.mode(app, kind);
        var bodyChecks = new BodyChecks(app, kind);
        bodyChecks.shape(body);
        var asked = new Asked(app, call, user, body);
        bodyChecks.wanted(asked);
        checkVersion(hosted, asked, version);
        checkCompleted(hosted, asked);
        checkConversation(hosted, asked);
        try {
            return start(hosted, asked);
        } catch (RefusedException refused) {
            return begun(hosted, asked, refused);
        }
    }

    private Reply start(HostedApp hosted, Asked asked) {
        SimulatedApp app = hosted.app();
        if (app.mode() == Mode.ADVANCED_CHAT && asked.query().isEmpty()) {
            throw refused(app, DifyError.EMPTY_QUERY);
        }
        var files = new FileChecks(app, hosted.files());
        files.check(asked.user(), asked.files());
        files.count(asked.files());
        new InputChecks(app, files).check(asked);
        String named = asked.conversation();
        Optional<HeldConversation> known = hosted.conversations().of(named, asked.user());
        if (!named.isEmpty() && known.isEmpty() && !isReplaced(app)) {
            return unknown(hosted, asked);
        }
        boolean anew = known.isEmpty() && app.mode().converses();
        String id = anew ? hosted.newId() : named;
        int turns = known.map(conversation -> conversation.turns().size()).orElse(0);
        JsonNode inputs =
                known.filter(_ -> !readsInputsEachTurn(app))
                        .map(HeldConversation::inputs)
                        .orElseGet(asked::inputs);
        var subject = new RunValues.Subject(asked, id, turns, inputs);
        return played(hosted, subject, hosted.nextProgram(!asked.files().isEmpty()));
    }

    private Reply played(HostedApp hosted, RunValues.Subject subject, Program program) {
        Asked asked = subject.asked();
        RunValues values = hosted.values(subject, clock);
        Run run = new Run(asked, values.id(Slot.TASK), subject.conversation());
        observations.began(run);
        if (asked.app().mode().converses() && program.instead().isEmpty()) {
            hold(hosted, subject, new Begun(values.id(Slot.MESSAGE), run, program));
        }
        return reply(program, values, run, asked.streaming());
    }

    private record Begun(String messageId, Run run, Program program) {}

    private void hold(HostedApp hosted, RunValues.Subject subject, Begun begun) {
        Asked asked = subject.asked();
        long now = clock.instant().getEpochSecond();
        String id = subject.conversation();
        Conversations conversations = hosted.conversations();
        if (conversations.of(id, asked.user()).isEmpty()) {
            conversations.begin(new HeldConversation(id, asked.user(), asked.inputs(), now));
        }
        conversations.add(
                id,
                new HeldTurn(
                        begun.messageId,
                        asked.query(),
                        subject.inputs(),
                        now,
                        begun.run,
                        begun.program));
    }

    /** Old servers go on with the inputs a conversation began with. */
    private static boolean readsInputsEachTurn(SimulatedApp app) {
        return app.profile().isAtLeast(app.mode() == Mode.ADVANCED_CHAT ? "0.10.0" : "1.0.0");
    }

    private static boolean isReplaced(SimulatedApp app) {
        boolean byAge = app.mode() == Mode.ADVANCED_CHAT && app.profile() == Profile.V1_15;
        return app.has(Quirk.UNKNOWN_CONVERSATION_IS_NEW)
                || (byAge && !app.has(Quirk.UNKNOWN_CONVERSATION_HANGS));
    }

    private Reply unknown(HostedApp hosted, Asked asked) {
        SimulatedApp app = hosted.app();
        if (app.has(Quirk.UNKNOWN_CONVERSATION_HANGS)) {
            return waiting(hosted, asked);
        }
        throw refused(app, ConversationPages.noConversation(asked.call(), app.profile()));
    }

    /** Since 1.13 a canvas checks what it was asked in its worker: the stream has begun by then. */
    private Reply begun(HostedApp hosted, Asked asked, RefusedException refused) {
        SimulatedApp app = hosted.app();
        boolean inWorker = app.mode().isCanvas() && app.profile().isAtLeast("1.13.0");
        if (!inWorker || !asked.streaming()) {
            throw refused;
        }
        return app.profile().isAtLeast("1.15.0")
                ? instead(hosted, asked, new Step.NeverBegan(refused.reason()))
                : waiting(hosted, asked);
    }

    private Reply waiting(HostedApp hosted, Asked asked) {
        return instead(hosted, asked, WAITING_IN_VAIN);
    }

    /** A run that never comes to the app's script. */
    private Reply instead(HostedApp hosted, Asked asked, Step step) {
        var subject = new RunValues.Subject(asked, asked.conversation(), 0, asked.inputs());
        RunValues values = hosted.values(subject, clock);
        Run run = new Run(asked, values.id(Slot.TASK), asked.conversation());
        observations.began(run);
        return reply(hosted.program(List.of(step)), values, run, asked.streaming());
    }

    private static Reply reply(Program program, RunValues values, Run run, boolean streaming) {
        Duration after = program.lateHead();
        if (program.resets()) {
            return new Reply.Reset(run, after);
        }
        Optional<Page> instead = program.instead();
        if (instead.isPresent()) {
            return new Reply.Whole(instead.get(), run, Run.Outcome.REFUSED, after, false);
        }
        if (streaming) {
            return new Reply.Stream(program, values, run, after);
        }
        Duration whole = after.plus(program.duration());
        return new Reply.Whole(
                program.blocking(values), run, Run.Outcome.FINISHED, whole, program.inWorker());
    }

    private static void checkVersion(HostedApp hosted, Asked asked, String version) {
        SimulatedApp app = hosted.app();
        boolean inBody = app.mode() == Mode.ADVANCED_CHAT && app.profile().isAtLeast("1.7.2");
        String id = inBody ? asked.body().path("workflow_id").asString("") : version;
        if (id.isEmpty() || id.equals(hosted.ids().workflow())) {
            return;
        }
        if (!BodyChecks.isUuid(id)) {
            String text = "Invalid workflow_id format: '%s'. ".formatted(id);
            throw refused(app, DifyError.badRequest(text));
        }
        if (id.equals(hosted.ids().draft())) {
            String text =
                    "Cannot use draft workflow version. Workflow ID: %s. Please use a published workflow version or leave workflow_id empty."
                            .formatted(id);
            throw refused(app, DifyError.badRequest(text));
        }
        DifyError unknown = DifyError.notFound("Workflow not found with id: " + id);
        String path = asked.call().path();
        throw refused(app, unknown.hinting(path, app.profile()));
    }

    private static void checkCompleted(HostedApp hosted, Asked asked) {
        SimulatedApp app = hosted.app();
        String named = asked.conversation();
        boolean completed =
                hosted.conversations()
                        .of(named, asked.user())
                        .map(HeldConversation::isCompleted)
                        .orElse(
                                !named.isEmpty()
                                        && app.has(Quirk.UNKNOWN_CONVERSATION_IS_COMPLETED));
        if (completed) {
            throw refused(app, DifyError.CONVERSATION_COMPLETED);
        }
    }

    /** Since 1.16 a chatflow looks for the conversation before its stream begins. */
    private static void checkConversation(HostedApp hosted, Asked asked) {
        SimulatedApp app = hosted.app();
        String named = asked.conversation();
        boolean looks = app.mode() == Mode.ADVANCED_CHAT && app.profile().isAtLeast("1.16.0");
        if (looks
                && !named.isEmpty()
                && !isReplaced(app)
                && !app.has(Quirk.UNKNOWN_CONVERSATION_HANGS)
                && hosted.conversations().of(named, asked.user()).isEmpty()) {
            throw refused(app, ConversationPages.noConversation(asked.call(), app.profile()));
        }
    }

    private static RefusedException refused(SimulatedApp app, DifyError error) {
        return new RefusedException(error, app.profile());
    }
}
