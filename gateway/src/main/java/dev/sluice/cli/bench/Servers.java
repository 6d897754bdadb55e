package dev.sluice.cli.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** The servers of one scenario: one of each contender, warmed up once, measured in turn. */
final class Servers implements AutoCloseable {
    private final Workbench bench;
    private final Map<Contender, Server> running = new EnumMap<>(Contender.class);

    Servers(Workbench bench) {
        this.bench = bench;
    }

    Server get(Contender contender) throws IOException, InterruptedException {
        Server known = running.get(contender);
        if (known != null) {
            return known;
        }
        Server started = bench.start(contender);
        running.put(contender, started);
        return started;
    }

    @Override
    public void close() {
        running.values().forEach(Server::close);
    }
}
