package dev.sluice.cli.bench;

import java.time.Duration;

/**
 * How much time has gone by, and how much processor time was used in it.
 *
 * @param load of this process, which holds the load and the simulator
 */
record Usage(Duration wall, Duration server, Duration load) {
    static Usage now(Server server) {
        return new Usage(
                Duration.ofNanos(System.nanoTime()),
                server.cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    Usage since(Usage before) {
        return new Usage(
                wall.minus(before.wall), server.minus(before.server), load.minus(before.load));
    }
}
