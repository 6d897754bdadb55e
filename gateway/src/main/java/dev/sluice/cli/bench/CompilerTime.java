package dev.sluice.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the just-in-time compiler of a Java process has used of the processor. */
final class CompilerTime {
    /** The names of its threads, which Linux cuts. */
    private static final List<String> NAMES = List.of("C1 CompilerThre", "C2 CompilerThre");

    /** In which Linux counts processor time for programs. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** Behind the name, by the order in proc(5). */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private CompilerTime() {}

    /** Zero where it is not known, as outside Linux. */
    static Duration of(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        try (Stream<Path> threads = Files.list(tasks)) {
            return TICK.multipliedBy(
                    threads.mapToLong(thread -> ticks(thread.resolve("stat"))).sum());
        } catch (IOException _) {
            return Duration.ZERO;
        }
    }

    private static long ticks(Path stat) {
        try {
            return ticks(Files.readString(stat));
        } catch (IOException _) {
            // The thread has ended meanwhile.
            return 0;
        }
    }

    /** Of a thread whose name may hold blanks and parentheses. */
    static long ticks(String stat) {
        int end = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, end);
        if (!NAMES.contains(name)) {
            return 0;
        }
        String[] fields = stat.substring(end + 2).split(" ", -1);
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    }
}
