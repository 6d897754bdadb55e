package dev.sluice.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One core for the server under test and another for everything else, where that is possible. */
final class Cores {
    private static final String SERVER = "0";
    private static final String OTHERS = "1";
    private static final long TASKSET_SECONDS = 10;

    private final boolean apart;

    private Cores(boolean apart) {
        this.apart = apart;
    }

    /** Moves this process, with the load and the simulator in it, to its core. */
    static Cores divide() throws InterruptedException {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        return new Cores(several && movesItself());
    }

    boolean apart() {
        return apart;
    }

    /** The command, made to run on the core of the server under test. */
    List<String> pinned(List<String> command) {
        var pinned = new ArrayList<String>();
        if (apart) {
            pinned.addAll(List.of("taskset", "-c", SERVER));
        }
        pinned.addAll(command);
        return pinned;
    }

    private static boolean movesItself() throws InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            Process taskset =
                    new ProcessBuilder("taskset", "-acp", OTHERS, self)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return taskset.waitFor(TASKSET_SECONDS, TimeUnit.SECONDS) && taskset.exitValue() == 0;
        } catch (IOException _) {
            // There is no such program, as on every system but Linux.
            return false;
        }
    }
}
