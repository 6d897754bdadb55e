package dev.sluice.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An app's script rendered once, ready to be played any number of times. */
final class Program {
    private static final Duration ENDLESS = Duration.ofDays(1);
    private static final Step.End STOPPED = new Step.End("stopped", "Stopped by user.");

    private final SimulatedApp app;
    private final List<Fault> faults;
    private final EventRenderer renderer;
    private final List<Step> script;
    private final List<Move> moves = new ArrayList<>();
    private boolean texted;

    Program(SimulatedApp app, List<Fault> faults, AppIds ids) {
        this.app = app;
        this.faults = List.copyOf(faults);
        this.renderer = new EventRenderer(app, ids);
        this.script = scriptOf(app, faults);
        if (app.mode() == Mode.WORKFLOW && app.profile() == Profile.NEW) {
            moves.add(emit(renderer.ping()));
        }
        script.forEach(this::add);
    }

    private static List<Step> scriptOf(SimulatedApp app, List<Fault> faults) {
        List<Step> script = app.script();
        for (Fault fault : faults) {
            if (fault instanceof Fault.Scripted scripted) {
                script = scripted.applyTo(script, app.mode());
            }
        }
        return List.copyOf(script);
    }

    List<Move> moves() {
        return moves;
    }

    List<Fault> faults() {
        return faults;
    }

    Duration lateHead() {
        return fault(Fault.LateHead.class, new Fault.LateHead(Duration.ZERO)).delay();
    }

    int pieceBytes() {
        return fault(Fault.Split.class, new Fault.Split(Integer.MAX_VALUE)).bytes();
    }

    Fault.Cut cut() {
        return fault(Fault.Cut.class, new Fault.Cut(Integer.MAX_VALUE, Fault.Ending.CLEAN));
    }

    private <F extends Fault> F fault(Class<F> kind, F none) {
        return faults.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(none);
    }

    String head(boolean keepAlive) {
        return "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\nConnection: %s\r\n%s\r\n"
                .formatted(keepAlive ? "keep-alive" : "close", Page.difyHeaders(app.profile()));
    }

    /** What a run shows that is stopped after so many parts of its answer. */
    List<Move> stopped(int texts) {
        if (app.mode() == Mode.CHAT) {
            int prompt = app.details().usage().prompt();
            return List.of(emit(renderer.messageEnd(new SimulatedApp.TokenCount(prompt, texts))));
        }
        List<Move> last = new ArrayList<>();
        if (app.has(Quirk.STOP_FINISHES_NODE)) {
            Step.NodeFinished node = new Step.NodeFinished(Step.Node.LLM, "", STOPPED.error());
            last.add(emit(renderer.nodeFinished(node, noOutputs())));
        }
        last.add(emit(terminal(STOPPED)));
        return last;
    }

    boolean resets() {
        return faults.contains(new Fault.ResetAfterRequest());
    }

    /** What is answered instead of a run. */
    Optional<Page> instead() {
        return faults.stream().flatMap(this::instead).findFirst();
    }

    private Stream<Page> instead(Fault fault) {
        return switch (fault) {
            case Fault.HtmlPage(int status) -> Stream.of(Page.html(status));
            case Fault.JsonError(int status, String code, String message) ->
                    Stream.of(Page.error(new DifyError(status, code, message), app.profile()));
            case Fault.WrongType(String type) -> Stream.of(Page.ofType(type));
            case Fault.Scripted _,
                    Fault.LateHead _,
                    Fault.Split _,
                    Fault.Cut _,
                    Fault.TextAsMessageFile _,
                    Fault.ResetAfterRequest _ ->
                    Stream.empty();
        };
    }

    /** The run in one piece: a failed chat is an error status, a failed workflow a result. */
    Page blocking(RunValues values) {
        return script.stream()
                .filter(Step.Failed.class::isInstance)
                .map(Step.Failed.class::cast)
                .findFirst()
                .map(failed -> new DifyError(failed.status(), failed.code(), failed.message()))
                .map(error -> Page.error(error, app.profile()))
                .orElseGet(() -> Page.json(200, whole().text(values), app.profile()));
    }

    private Template whole() {
        return app.mode() == Mode.CHAT
                ? renderer.blockingChat(Script.text(script))
                : renderer.blockingWorkflow(result(end()));
    }

    /** How long a run takes when nothing waits for the client. */
    Duration duration() {
        Duration duration = Duration.ZERO;
        for (Move move : moves) {
            duration =
                    switch (move) {
                        case Move.Pause(long nanos) -> duration.plusNanos(nanos);
                        case Move.Hold _, Move.Repeat _ -> ENDLESS;
                        case Move.Emit _, Move.Stop _ -> duration;
                    };
        }
        return duration;
    }

    private Step.End end() {
        return script.stream()
                .filter(Step.End.class::isInstance)
                .map(Step.End.class::cast)
                .findFirst()
                .orElse(script.contains(new Step.Stopped()) ? STOPPED : new Step.End());
    }

    private void add(Step step) {
        switch (step) {
            case Step.Text(String delta) -> addText(delta);
            case Step.Ping() -> moves.add(emit(renderer.ping()));
            case Step.Pings(Duration every) ->
                    moves.add(new Move.Repeat(renderer.ping(), every.toNanos()));
            case Step.Comment(String text) -> moves.add(emit(renderer.comment(text)));
            case Step.Silence(Duration length) -> moves.add(new Move.Pause(length.toNanos()));
            case Step.Hold() -> moves.add(new Move.Hold());
            case Step.Raw raw ->
                    moves.add(emit(Template.literal(raw.bytes().getBytes(raw.charset()))));
            case Step.Started() -> moves.add(emit(renderer.workflowStarted()));
            case Step.NodeStarted(Step.Node node) -> moves.add(emit(renderer.nodeStarted(node)));
            case Step.NodeFinished finished ->
                    moves.add(emit(renderer.nodeFinished(finished, outputs())));
            case Step.MessageFile(String url) -> moves.add(emit(renderer.messageFile(url)));
            case Step.Replace(String text) -> moves.add(emit(renderer.replace(text)));
            case Step.Reasoning(String delta, boolean isFinal) ->
                    moves.add(emit(renderer.reasoning(delta, isFinal)));
            case Step.Failed failed -> moves.add(emit(renderer.failed(failed)));
            case Step.Paused(String question) -> {
                moves.add(emit(renderer.humanInput(question)));
                moves.add(emit(renderer.paused()));
            }
            case Step.End end -> moves.add(emit(terminal(end)));
            case Step.Stopped() -> moves.add(new Move.Stop());
        }
    }

    private void addText(String delta) {
        if (texted && app.pace().isPositive()) {
            moves.add(new Move.Pause(app.pace().toNanos()));
        }
        boolean asMessageFile = faults.contains(new Fault.TextAsMessageFile());
        moves.add(new Move.Emit(renderer.text(delta, asMessageFile), true));
        texted = true;
    }

    private Template terminal(Step.End end) {
        return app.mode() == Mode.CHAT
                ? renderer.messageEnd(app.details().usage())
                : renderer.workflowFinished(result(end));
    }

    private EventRenderer.Result result(Step.End end) {
        JsonNode outputs = end.error().isEmpty() ? outputs() : noOutputs();
        return new EventRenderer.Result(end.status(), end.error(), outputs);
    }

    private JsonNode outputs() {
        JsonNode text = JsonNodeFactory.instance.stringNode(Script.text(script));
        ObjectNode outputs =
                JsonMapper.shared().readTree(app.details().outputs()).asObject().deepCopy();
        outputs.properties().stream()
                .filter(output -> output.getValue().asString("").equals("$text"))
                .forEach(output -> output.setValue(text));
        return outputs;
    }

    private JsonNode noOutputs() {
        return app.has(Quirk.NULL_OUTPUTS)
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.objectNode();
    }

    private static Move emit(Template frame) {
        return new Move.Emit(frame, false);
    }
}
