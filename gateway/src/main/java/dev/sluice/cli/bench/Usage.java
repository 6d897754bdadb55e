package dev.sluice.cli.bench;

import java.time.Duration;

/**
 * How much time has gone by, and how much processor time was used in it.
 *
 * @param compiler of the server's time, what its just-in-time compiler used
 * @param load of this process, which holds the load and the simulator
 */
record Usage(Duration wall, Duration server, Duration compiler, Duration load) {
    static Usage now(Server server) {
        return new Usage(
                Duration.ofNanos(System.nanoTime()),
                server.cpu(),
                server.compiler(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    Usage since(Usage before) {
        return new Usage(
                wall.minus(before.wall),
                server.minus(before.server),
                compiler.minus(before.compiler),
                load.minus(before.load));
    }
}
