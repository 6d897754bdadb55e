package dev.sluice.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the numbers were measured on, as far as it explains them. */
final class Machine {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String describe() throws IOException {
        return "%d cores (%s), %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        Runtime.version());
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(PROCESSOR)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
