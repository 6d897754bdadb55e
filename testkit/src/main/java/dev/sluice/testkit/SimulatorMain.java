package dev.sluice.testkit;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulated Dify as a program of its own. */
public final class SimulatorMain {
    private static final int FINE = 0;
    private static final int USAGE = 3;
    private static final int PORT_TAKEN = 5;

    private SimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(SimulatorOptions.HELP);
            return;
        }
        try {
            serve(SimulatorOptions.parse(given), System.out);
        } catch (UsageException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(USAGE);
        } catch (CannotListenException taken) {
            System.err.println(taken.getMessage());
            System.exit(PORT_TAKEN);
        }
    }

    private static void serve(SimulatorOptions options, PrintStream out)
            throws InterruptedException {
        SimulatedDify dify =
                SimulatedDify.start(
                        options.port(), options.host(), options.threads(), InstantSource.system());
        options.apps().forEach(dify::app);
        dify.door(options.door());
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    dify.close();
                                    // A signal's own exit code would call it a failure.
                                    Runtime.getRuntime().halt(FINE);
                                }));
        out.println("listening on " + dify.url());
        new CountDownLatch(1).await();
    }
}
