package dev.sluice.cli;

import dev.sluice.app.Gateway;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/** Keeps a command running until the process is told to stop, and then stops it cleanly. */
final class Shutdown {
    private Shutdown() {}

    /**
     * From now on the process, told to stop, ends with the exit code of a clean stop.
     *
     * @param last what is left to do after the gateway was closed
     */
    static void prepare(Gateway gateway, Runnable last, PrintWriter out) {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    int open = gateway.openExchanges();
                                    out.println("stopping; " + open + " answers running");
                                    out.flush();
                                    gateway.close();
                                    last.run();
                                    // A signal's own exit code would call it a failure.
                                    Runtime.getRuntime().halt(ExitCode.FINE.number());
                                }));
    }

    /** Does not return. */
    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
