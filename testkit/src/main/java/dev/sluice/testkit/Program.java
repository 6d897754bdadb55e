package dev.sluice.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An app's script rendered once, ready to be played any number of times. */
final class Program {
    private static final Duration ENDLESS = Duration.ofDays(1);

    /** From a stop to the end of a chat's stream: 0.3 to 0.5 s were measured. */
    private static final Duration STOP_TAKES = Duration.ofMillis(400);

    private final SimulatedApp app;
    private final List<Fault> faults;
    private final List<Step> script;
    private final Frames frames;
    private final Results results;
    private final SaidEvents said;
    private final CanvasEvents canvas;
    private final Endings endings;
    private final List<Move> moves = new ArrayList<>();
    private boolean texted;
    private boolean ended;

    Program(SimulatedApp app, List<Fault> faults, AppIds ids) {
        this.app = app;
        this.faults = List.copyOf(faults);
        this.script = scriptOf(app, faults);
        this.frames = new Frames(app, ids);
        this.results = new Results(app, script, frames);
        this.said = new SaidEvents(app, frames, faults.contains(new Fault.TextAsMessageFile()));
        this.canvas = new CanvasEvents(app, frames, results);
        this.endings = new Endings(app, frames, results);
        if (inWorker()) {
            emit(frames.ping());
            moves.add(new Move.AwaitWorker());
        }
        script.forEach(this::add);
    }

    /** Since 1.13 canvas apps run in a worker. */
    boolean inWorker() {
        return endings.closesStream();
    }

    /** The server itself sends a head only with the first bytes of a body. */
    boolean headWaits() {
        boolean real = app.profile().isAtLeast("1.16.0") || app.has(Quirk.LATE_HEAD);
        return real && !app.mode().isCanvas();
    }

    private static List<Step> scriptOf(SimulatedApp app, List<Fault> faults) {
        List<Step> script = EndOutputs.streamed(app.script(), app);
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
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\nConnection: %s\r\n%s\r\n"
                .formatted(keepAlive ? "keep-alive" : "close", Page.difyHeaders(app.profile()));
    }

    /** What a run shows that is stopped after so many parts of its answer. */
    List<Move> stopped(int texts) {
        List<Template> last = new ArrayList<>();
        if (app.mode().isCanvas() && app.has(Quirk.STOP_FINISHES_NODE)) {
            String error = Endings.STOPPED.error();
            last.addAll(canvas.frames(new Step.NodeFinished(Step.Node.LLM, "", error)));
        }
        int prompt = app.details().usage().prompt();
        last.addAll(endings.stopped(new SimulatedApp.TokenCount(prompt, texts)));
        List<Move> moves = new ArrayList<>();
        if (!app.mode().isCanvas() && app.profile().isAtLeast("1.16.0")) {
            moves.add(new Move.Pause(STOP_TAKES.toNanos()));
        }
        last.forEach(frame -> moves.add(new Move.Emit(frame, false)));
        return moves;
    }

    /**
     * What is saved of a stopped answer: as measured of 1.16.1, an agent saves none, and chat and
     * completion only where the client reads to the end of the stream.
     */
    String stoppedAnswer(int texts, boolean readToEnd) {
        if (!app.profile().isAtLeast("1.16.0")) {
            return answer(readToEnd ? texts : Integer.MAX_VALUE);
        }
        boolean saved = readToEnd && !app.mode().isAgent();
        return app.mode().isCanvas() || saved ? answer(texts) : "";
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
            case Fault.ModelNotConfigured _ when !app.mode().isCanvas() ->
                    Stream.of(Page.error(Fault.ModelNotConfigured.REFUSED, app.profile()));
            case Fault.Scripted _,
                    Fault.LateHead _,
                    Fault.Split _,
                    Fault.Cut _,
                    Fault.TextAsMessageFile _,
                    Fault.ResetAfterRequest _ ->
                    Stream.empty();
        };
    }

    /** The run in one piece. */
    Page blocking(RunValues values) {
        return new WholeAnswers(app, script, frames, results).page(values);
    }

    SimulatedApp.TokenCount usage() {
        return app.details().usage();
    }

    /** What of the answer there is after so many parts. */
    String answer(int texts) {
        return Script.text(Script.until(script, texts));
    }

    /** Why the run fails, empty when it does not. */
    String error() {
        return script.stream()
                .map(step ->
                        switch (step) {
                            case Step.Failed failed -> failed.message();
                            case Step.End end -> end.error();
                            // Nothing else ends a run as a failure.
                            default -> "";
                        })
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** How long a run takes when nothing waits for the client. */
    Duration duration() {
        Duration duration = Duration.ZERO;
        for (Move move : moves) {
            duration =
                    switch (move) {
                        case Move.Pause(long nanos) -> duration.plusNanos(nanos);
                        case Move.Repeat(_, long nanos, long times) ->
                                duration.plusNanos(nanos * times);
                        case Move.Hold _ -> ENDLESS;
                        case Move.Emit _, Move.AwaitWorker _, Move.Stop _ -> duration;
                    };
        }
        return duration;
    }

    private void add(Step step) {
        switch (step) {
            case Step.Flow flow -> addFlow(flow);
            case Step.Text text -> addText(said.frame(text));
            case Step.TextOf text -> addText(said.frame(text));
            case Step.Said other -> emitUnlessEnded(List.of(said.frame(other)), other);
            case Step.Canvas event -> {
                emitUnlessEnded(canvas.frames(event), event);
                ended |= event instanceof Step.Paused && endings.closesStream();
            }
        }
    }

    private void addFlow(Step.Flow flow) {
        switch (flow) {
            case Step.Ping() -> emit(frames.ping());
            case Step.Pings(Duration every, Duration length) ->
                    moves.add(
                            new Move.Repeat(
                                    frames.ping(), every.toNanos(), length.dividedBy(every)));
            case Step.Comment(String text) -> emit(frames.comment(text));
            case Step.Silence(Duration length) -> moves.add(new Move.Pause(length.toNanos()));
            case Step.Hold() -> moves.add(new Move.Hold());
            case Step.Raw raw -> emit(Template.literal(raw.bytes().getBytes(raw.charset())));
            case Step.Stopped() -> moves.add(new Move.Stop());
            case Step.MessageEnd() -> emit(endings.messageEnd(app.details().usage()));
            case Step.End end -> {
                endings.of(end, app.details().usage()).forEach(this::emit);
                ended = endings.closesStream();
            }
        }
    }

    private void addText(Template text) {
        if (ended) {
            return;
        }
        if (texted && app.pace().isPositive()) {
            moves.add(new Move.Pause(app.pace().toNanos()));
        }
        moves.add(new Move.Emit(text, true));
        texted = true;
    }

    private void emitUnlessEnded(List<Template> events, Step step) {
        boolean late = step instanceof Step.Speech && app.has(Quirk.END_KEEPS_SPEECH);
        if (!ended || late) {
            events.forEach(this::emit);
        }
    }

    private void emit(Template frame) {
        moves.add(new Move.Emit(frame, false));
    }
}
