package dev.sluice.http;

import java.util.function.Supplier;

/** The part of the budget that one exchange holds, on its caller's account. Thread-safe. */
final class Reservation {
    private final ByteBudget budget;
    private Supplier<String> caller;
    private String account = "";
    private long held;
    private long untilAnswer;
    private boolean closed;

    /** With nothing in it. */
    Reservation(ByteBudget budget, Supplier<String> caller) {
        this.budget = budget;
        this.caller = caller;
    }

    /** Whose account it is from now on; what is held already stays where it is. */
    synchronized void of(String name) {
        if (held == 0) {
            caller = () -> name;
        }
    }

    /** False when there is no room, or after the end. */
    synchronized boolean grow(long bytes) {
        if (closed) {
            // What a client sent before it left can still be delivered, and nobody would release
            // it.
            return false;
        }
        if (held == 0) {
            account = caller.get();
        }
        if (!budget.reserve(account, bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    synchronized void shrink(long bytes) {
        if (!closed) {
            budget.release(account, bytes);
            held -= bytes;
        }
    }

    /** Room for so many bytes more that is given back when the answer begins. */
    synchronized boolean growUntilAnswer(long bytes) {
        boolean grown = grow(bytes);
        untilAnswer += grown ? bytes : 0;
        return grown;
    }

    synchronized void answerBegins() {
        shrink(untilAnswer);
        untilAnswer = 0;
    }

    synchronized void close() {
        if (!closed) {
            budget.release(account, held);
            closed = true;
        }
    }

    /** Whether so many bytes can never be had, however long one waits. */
    boolean isBeyondAll(long bytes) {
        return bytes > budget.most();
    }

    /** The most that can be had. */
    long most() {
        return budget.most();
    }

    synchronized String account() {
        return held == 0 ? caller.get() : account;
    }
}
