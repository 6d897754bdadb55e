package dev.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the system itself knows of TCP connections, whatever those who use them believe. */
public final class KernelSockets {
    private static final String ESTABLISHED = "01";

    private KernelSockets() {}

    /** How many connections stand whose near end has this port; only on Linux. */
    public static long established(int port) {
        return Stream.of("tcp", "tcp6")
                .map(name -> Path.of("/proc/net", name))
                .filter(Files::exists)
                .flatMap(KernelSockets::lines)
                .map(line -> line.strip().split(" +", 5))
                .filter(field -> field[1].endsWith(":%04X".formatted(port)))
                .filter(field -> field[3].equals(ESTABLISHED))
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
