package dev.sluice.cli;

import dev.sluice.app.Gateway;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a command running until the process gets a signal to stop, and then stops it cleanly. The
 * signal may come before the gateway is started: then it is started and stopped again.
 */
final class Shutdown implements AutoCloseable {
    /** A start that takes longer waits for something that may never come. */
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final CountDownLatch startOver = new CountDownLatch(1);
    private final PrintWriter out;
    private final Thread hook =
            Thread.ofPlatform().name("shutdown").unstarted(this::stopAfterStart);
    private volatile Runnable stop = () -> {};

    private Shutdown(PrintWriter out) {
        this.out = out;
    }

    /** From now on a signal to stop ends the process with the exit code of a clean stop. */
    static Shutdown prepare(PrintWriter out) {
        var shutdown = new Shutdown(out);
        Runtime.getRuntime().addShutdownHook(shutdown.hook);
        return shutdown;
    }

    /**
     * What is to be stopped.
     *
     * @param last what is left to do after the gateway was closed
     */
    void started(Gateway gateway, Runnable last) {
        stop =
                () -> {
                    int open = gateway.openExchanges();
                    out.println(
                            "stopping; "
                                    + open
                                    + (open == 1 ? " answer" : " answers")
                                    + " running");
                    out.flush();
                    gateway.close();
                    last.run();
                };
        startOver.countDown();
    }

    private void stopAfterStart() {
        try {
            if (startOver.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                stop.run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // A signal's own exit code would call it a failure.
        Runtime.getRuntime().halt(ExitCode.FINE.number());
    }

    /** Nothing was started after all, and the command has an exit code of its own. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is being stopped, and need not wait for a start.
        }
        startOver.countDown();
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
