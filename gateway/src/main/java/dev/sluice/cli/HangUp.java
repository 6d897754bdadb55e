package dev.sluice.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The signal by which servers are told to read their configuration again. The platform has no
 * supported way to take a signal; the one it has is found by name, and where it is absent, as on
 * Windows, {@code sluice reload} does the same.
 */
final class HangUp {
    private @Nullable Runnable action;
    private boolean pending;

    private HangUp() {}

    /** From now on it does not end the process; one that comes early is kept for the action. */
    static HangUp take() {
        var taken = new HangUp();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Runnable arrived = taken::arrived;
            MethodHandle run =
                    MethodHandles.lookup()
                            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                            .bindTo(arrived);
            MethodHandle handle = MethodHandles.dropArguments(run, 0, signal);
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler)
                    .invoke(null, hangUp, MethodHandleProxies.asInterfaceInstance(handler, handle));
        } catch (ReflectiveOperationException _) {
            // No such signal here.
        }
        return taken;
    }

    /** Runs the action each time the process is hung up on, on a thread of the platform. */
    synchronized void then(Runnable each) {
        action = each;
        if (pending) {
            pending = false;
            each.run();
        }
    }

    private synchronized void arrived() {
        if (action == null) {
            pending = true;
        } else {
            action.run();
        }
    }
}
