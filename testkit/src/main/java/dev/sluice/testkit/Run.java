package dev.sluice.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run as the simulated server saw it; may be read from any thread while it goes on. */
public final class Run {
    /** How a run is, or how it ended. */
    public enum Outcome {
        RUNNING,
        FINISHED,
        /** A stop request ended it. */
        STOPPED,
        /** An error or a proxy's page was answered instead. */
        REFUSED,
        /** The simulated server broke it off, as a fault. */
        CUT,
        /** The client closed the connection. */
        CLOSED_BY_PEER,
        /** The client reset the connection. */
        RESET_BY_PEER
    }

    private static final SimulatedApp NOBODY = SimulatedApp.chat("app-");

    private final SimulatedApp app;
    private final HttpCall call;
    private final String user;
    private final String taskId;
    private final String conversationId;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.RUNNING);
    private volatile int textsUntilStop;
    private volatile boolean stopAsked;
    private volatile boolean worked;

    Run(Asked asked, String taskId, String conversationId) {
        this(asked.app(), asked.call(), asked.user(), taskId, conversationId);
    }

    private Run(
            SimulatedApp app, HttpCall call, String user, String taskId, String conversationId) {
        this.app = app;
        this.call = call;
        this.user = user;
        this.taskId = taskId;
        this.conversationId = conversationId;
    }

    /** For what is no run: other requests, and connections without one. */
    static Run unlisted() {
        return new Run(NOBODY, HttpCall.NONE, "", "", "");
    }

    public String appKey() {
        return app.key();
    }

    public Mode mode() {
        return app.mode();
    }

    public String path() {
        return call.path();
    }

    /** What came with the request, found under names in any case. */
    public Map<String, List<String>> headers() {
        return call.headersByName();
    }

    /** The request body as it came. */
    public String body() {
        return call.body();
    }

    public String user() {
        return user;
    }

    /** For a workflow, its first input that is text. */
    public String query() {
        return asked().query();
    }

    public JsonNode inputs() {
        return asked().inputs();
    }

    /** A JSON array, or missing when the request named none. */
    public JsonNode files() {
        return asked().files();
    }

    /** The conversation that the request named, which need not be the run's; empty if none. */
    public String conversationAsked() {
        return asked().conversation();
    }

    public boolean streaming() {
        return asked().streaming();
    }

    private Asked asked() {
        return new Asked(app, call, user, JsonMapper.shared().readTree(call.body()));
    }

    public String taskId() {
        return taskId;
    }

    /** Empty for a workflow and a completion. */
    public String conversationId() {
        return conversationId;
    }

    public Outcome outcome() {
        return outcome.get();
    }

    public boolean isOpen() {
        return outcome.get() == Outcome.RUNNING;
    }

    /** Whether an authorized stop request came, even after its connection was closed. */
    public boolean stopAsked() {
        return stopAsked;
    }

    void askStop() {
        stopAsked = true;
    }

    /** Whether a worker has taken it: what is queued when its client leaves runs all the same. */
    public boolean worked() {
        return worked;
    }

    void work() {
        worked = true;
    }

    void stoppedAfter(int texts) {
        textsUntilStop = texts;
    }

    int textsUntilStop() {
        return textsUntilStop;
    }

    /** The first end counts: what closes after it is no longer part of the run. */
    void end(Outcome how) {
        outcome.compareAndSet(Outcome.RUNNING, how);
    }

    /** Neither the key nor what was asked. */
    @Override
    public String toString() {
        return "Run[" + path() + ", " + outcome() + "]";
    }
}
