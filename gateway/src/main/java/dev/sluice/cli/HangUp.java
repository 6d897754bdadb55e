package dev.sluice.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The signal by which servers are told to read their configuration again. The platform has no
 * supported way to take a signal; the one it has is found by name, and where it is absent, as on
 * Windows, {@code sluice reload} does the same.
 */
final class HangUp {
    private HangUp() {}

    /** Runs the action, on a thread of its own, each time the process is hung up on. */
    static void then(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run =
                    MethodHandles.lookup()
                            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                            .bindTo(action);
            MethodHandle handle = MethodHandles.dropArguments(run, 0, signal);
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler)
                    .invoke(null, hangUp, MethodHandleProxies.asInterfaceInstance(handler, handle));
        } catch (ReflectiveOperationException _) {
            // No such signal here.
        }
    }
}
