package dev.sluice.http;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/** One event loop; everything that shares it needs no lock. */
public final class Loop {
    private final Vertx vertx;
    private final ContextInternal context;

    Loop(ContextInternal context) {
        this.vertx = context.owner();
        this.context = context;
    }

    /** Stops a timer that has not fired. */
    @FunctionalInterface
    public interface Timer {
        void cancel();
    }

    public boolean isCurrent() {
        return context.nettyEventLoop().inEventLoop();
    }

    /** Now when this is the loop, else as soon as it gets to it. */
    public void run(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            context.nettyEventLoop().execute(action);
        }
    }

    /** After everything that this turn of the loop still reads. */
    public void later(Runnable action) {
        context.nettyEventLoop().execute(action);
    }

    public Timer after(Duration delay, Runnable action) {
        long id = context.setTimer(Math.max(1, delay.toMillis()), _ -> action.run());
        return () -> vertx.cancelTimer(id);
    }

    /**
     * As {@link #run}, for what Vert.x must know to belong here: connections it makes, above all.
     */
    void dispatch(Runnable action) {
        run(() -> context.dispatch(action));
    }

    /** What is made once for each loop is kept under this. */
    Object key() {
        return context.nettyEventLoop();
    }
}
