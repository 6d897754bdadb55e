package dev.sluice.http;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A value that a loop will have and a plot waits for. Completed once, by any thread; what comes
 * later is ignored.
 */
public final class Pending<T> {
    private final CompletableFuture<T> value = new CompletableFuture<>();

    public static <T> Pending<T> of(T value) {
        var pending = new Pending<T>();
        pending.complete(value);
        return pending;
    }

    /** The same for one more who waits, and may be the only one to give up. */
    public Pending<T> shared() {
        var other = new Pending<T>();
        var _ =
                value.whenComplete((result, failure) -> {
                    if (failure == null) {
                        other.value.complete(result);
                    } else {
                        other.value.completeExceptionally(failure);
                    }
                });
        return other;
    }

    public void complete(T result) {
        value.complete(result);
    }

    public void fail(ChatFailure failure) {
        value.completeExceptionally(new ChatFailedException(failure));
    }

    /** Runs the action on the loop once the value is there; never when it fails. */
    public void then(Loop loop, Runnable action) {
        // Without a detour when it is there already: the common case must not cost a task.
        if (value.isDone() && !value.isCompletedExceptionally() && loop.isCurrent()) {
            action.run();
            return;
        }
        var _ = value.thenRun(() -> loop.run(action));
    }

    /** Runs one of the two on the loop, as soon as it is known which. */
    public void settle(Loop loop, Consumer<T> done, Consumer<ChatFailure> failed) {
        var _ =
                value.whenComplete((result, failure) ->
                        loop.run(() -> {
                            if (failure instanceof ChatFailedException carried) {
                                failed.accept(carried.failure());
                            } else {
                                done.accept(result);
                            }
                        }));
    }

    static ChatFailure closing() {
        return ChatFailure.of(
                FailureCode.GATE_DRAINING,
                ChatFailure.SLUICE,
                "The gateway closed while this was being waited for.",
                "Send the request again.");
    }

    /** Blocks; only {@link Exchange#await} and background work may. */
    T get(Duration deadline, Supplier<ChatFailure> late) {
        try {
            return value.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new ChatFailedException(late.get());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ChatFailedException carried) {
                throw carried;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ChatFailedException(closing());
        }
    }
}
