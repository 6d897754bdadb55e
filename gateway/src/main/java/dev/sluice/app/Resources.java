package dev.sluice.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in reverse; also when the next could not be. */
final class Resources {
    private final Deque<Runnable> closing = new ArrayDeque<>();

    void closeLater(Runnable close) {
        closing.push(close);
    }

    void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
