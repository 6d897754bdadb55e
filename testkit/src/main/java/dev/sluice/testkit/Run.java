package dev.sluice.testkit;

import java.util.concurrent.atomic.AtomicReference;

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

    private final String appKey;
    private final String path;
    private final String body;
    private final String user;
    private final String taskId;
    private final String conversationId;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.RUNNING);

    Run(String appKey, HttpCall call, String user, String taskId, String conversationId) {
        this.appKey = appKey;
        this.path = call.path();
        this.body = call.body();
        this.user = user;
        this.taskId = taskId;
        this.conversationId = conversationId;
    }

    /** For what is no run: other requests, and connections without one. */
    static Run unlisted() {
        return new Run("", new HttpCall("", "", "", "", "", false), "", "", "");
    }

    public String appKey() {
        return appKey;
    }

    public String path() {
        return path;
    }

    /** The request body as it came. */
    public String body() {
        return body;
    }

    public String user() {
        return user;
    }

    public String taskId() {
        return taskId;
    }

    /** Empty for a workflow. */
    public String conversationId() {
        return conversationId;
    }

    public Outcome outcome() {
        return outcome.get();
    }

    public boolean isOpen() {
        return outcome.get() == Outcome.RUNNING;
    }

    /** The first end counts: what closes after it is no longer part of the run. */
    void end(Outcome how) {
        outcome.compareAndSet(Outcome.RUNNING, how);
    }

    /** Neither the key nor what was asked. */
    @Override
    public String toString() {
        return "Run[" + path + ", " + outcome() + "]";
    }
}
