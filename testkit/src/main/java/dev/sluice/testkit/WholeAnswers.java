package dev.sluice.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Spells what a run answers when it is asked for one piece. */
final class WholeAnswers {
    private static final String MESSAGE =
            """
            "mode":"$mode","answer":"$answer","metadata":"$metadata","created_at":"$created"\
            """;
    private static final String CHAT =
            """
            {"event":"message","task_id":"$task","id":"$message","message_id":"$message",
            "conversation_id":"$conversation",%s}\
            """
                    .formatted(MESSAGE);
    private static final String COMPLETION =
            """
            {"event":"message","task_id":"$task","id":"$message","message_id":"$message",%s}\
            """
                    .formatted(MESSAGE);
    private static final String PAUSED_CHAT =
            """
            {"event":"workflow_paused","task_id":"$task","id":"$message","message_id":"$message",
            "conversation_id":"$conversation",%1$s,"workflow_run_id":"$run",
            "data":{"id":"$message","mode":"$mode","conversation_id":"$conversation",
            "message_id":"$message","workflow_run_id":"$run","answer":"$answer",
            "metadata":"$metadata","created_at":"$created","paused_nodes":%2$s,"reasons":%3$s,
            "status":"paused","elapsed_time":0.5,"total_tokens":"$tokens","total_steps":"$steps"}}\
            """
                    .formatted(MESSAGE, Shapes.PAUSED_NODES, Shapes.REASONS);
    private static final String WORKFLOW =
            """
            {"task_id":"$task","workflow_run_id":"$run","data":{"id":"$run",
            "workflow_id":"$workflow","status":"$status","outputs":"$outputs","error":"$error",
            "elapsed_time":1.08,"total_tokens":"$tokens","total_steps":"$steps",
            "created_at":"$created","finished_at":"$now"}}\
            """;
    private static final String PAUSED_WORKFLOW =
            """
            {"task_id":"$task","workflow_run_id":"$run","data":{"id":"$run",
            "workflow_id":"$workflow","status":"paused","outputs":{},"error":null,
            "elapsed_time":0.5,"total_tokens":"$tokens","total_steps":"$steps",
            "created_at":"$created","finished_at":null,"paused_nodes":%s,"reasons":%s}}\
            """
                    .formatted(Shapes.PAUSED_NODES, Shapes.REASONS);

    private final SimulatedApp app;
    private final List<Step> script;
    private final Frames frames;
    private final Results results;

    WholeAnswers(SimulatedApp app, List<Step> script, Frames frames, Results results) {
        this.app = app;
        this.script = List.copyOf(script);
        this.frames = frames;
        this.results = results;
    }

    /** A failed chat is an error status, a failed workflow a result. */
    Page page(RunValues values) {
        return refusal()
                .map(error -> Page.error(error, app.profile()))
                .orElseGet(() -> Page.ofRun(template().text(values), app.profile()));
    }

    private Optional<DifyError> refusal() {
        Optional<DifyError> failed =
                steps(Step.Failed.class)
                        .findFirst()
                        .map(it ->
                                new DifyError(
                                        it.status(), it.code(), PluginError.whole(it.message())));
        if (failed.isPresent() || app.mode() != Mode.ADVANCED_CHAT) {
            return failed;
        }
        return steps(Step.End.class)
                .filter(end -> end.status().equals("failed"))
                .map(end -> DifyError.invalid("Run failed: " + end.error()))
                .findFirst();
    }

    private Template template() {
        Optional<Step.Paused> paused = steps(Step.Paused.class).findFirst();
        if (paused.isPresent()) {
            String shape = app.mode() == Mode.WORKFLOW ? PAUSED_WORKFLOW : PAUSED_CHAT;
            boolean recorded = app.profile().isAtLeast("1.16.0");
            return frames.whole(
                    recorded ? shape.replace(Shapes.REASONS, Shapes.REASONS_1_16) : shape,
                    paused(paused.get()));
        }
        return switch (app.mode()) {
            case WORKFLOW -> frames.whole(WORKFLOW, results.values(end()));
            case COMPLETION -> frames.whole(COMPLETION, message());
            case CHAT, AGENT_CHAT, ADVANCED_CHAT, AGENT -> frames.whole(CHAT, message());
        };
    }

    private Map<String, JsonNode> message() {
        return Map.of(
                "$answer", Frames.text(results.answer()),
                "$metadata", results.wholeMetadata(app.details().usage()));
    }

    private Map<String, JsonNode> paused(Step.Paused paused) {
        Map<String, JsonNode> values = new HashMap<>(message());
        values.putAll(results.values(new Step.End()));
        if (app.profile().isAtLeast("1.16.0")) {
            // Nothing is counted before the run has ended.
            ObjectNode metadata = results.wholeMetadata(app.details().usage()).asObject();
            values.put("$metadata", metadata.putNull("usage"));
        }
        values.put("$text", Frames.text(paused.question()));
        return values;
    }

    private Step.End end() {
        return steps(Step.End.class)
                .findFirst()
                .orElse(script.contains(new Step.Stopped()) ? Endings.STOPPED : new Step.End());
    }

    private <S extends Step> Stream<S> steps(Class<S> kind) {
        return script.stream().filter(kind::isInstance).map(kind::cast);
    }
}
