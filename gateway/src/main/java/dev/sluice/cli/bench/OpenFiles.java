package dev.sluice.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A stream is two connections in a proxy, and two in the process that is load and simulator. */
final class OpenFiles {
    private static final int PER_STREAM = 2;
    private static final int OTHERS = 1_000;
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LIMIT = "Max open files";

    private OpenFiles() {}

    /** In one process. */
    static int needed(Extent extent) {
        int streams = Math.max(extent.slowStreams(), extent.dropped());
        return PER_STREAM * streams + OTHERS;
    }

    static void require(int files) throws IOException {
        long allowed = hardLimit();
        if (allowed < files) {
            throw new BenchFailedException(
                    "the streams need %d open files in one process and this system allows %d; raise the limit with `ulimit -Hn %d`, or start with --streams %d"
                            .formatted(files, allowed, files, (allowed - OTHERS) / PER_STREAM));
        }
    }

    private static long hardLimit() throws IOException {
        if (!Files.isReadable(LIMITS)) {
            return Long.MAX_VALUE;
        }
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.filter(line -> line.startsWith(LIMIT))
                    .map(line -> line.substring(LIMIT.length()).strip().split("\\s+", -1)[1])
                    .mapToLong(hard ->
                            hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }
}
