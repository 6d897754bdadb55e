package dev.sluice.upstream;

import dev.sluice.http.CallListener;
import dev.sluice.http.CallProgress;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.ResponseHead;
import java.util.function.Consumer;

/**
 * Stands at every entry to a relay: whatever is thrown behind it becomes the relay's failure, and
 * never an exception on the loop, of which no client would hear.
 */
final class RelayGuard {
    private final Consumer<Throwable> failed;

    RelayGuard(Consumer<Throwable> failed) {
        this.failed = failed;
    }

    void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable bug) {
            failed.accept(bug);
        }
    }

    Runnable around(Runnable action) {
        return () -> run(action);
    }

    <T> Consumer<T> around(Consumer<T> action) {
        return value -> run(() -> action.accept(value));
    }

    CallListener around(CallListener listener) {
        return new CallListener() {
            @Override
            public void begun() {
                run(listener::begun);
            }

            @Override
            public void head(ResponseHead head) {
                run(() -> listener.head(head));
            }

            @Override
            public void bytes(byte[] bytes, int from, int to) {
                run(() -> listener.bytes(bytes, from, to));
            }

            @Override
            public void end() {
                run(listener::end);
            }

            @Override
            public void broken(FailureCode code, CallProgress progress, String detail) {
                run(() -> listener.broken(code, progress, detail));
            }
        };
    }
}
