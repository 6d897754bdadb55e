package dev.sluice.registry;

import dev.sluice.http.Loop;
import java.util.List;
import java.util.Optional;

/** The upstreams, in the configuration's order. */
public final class Registry implements AutoCloseable {
    private final List<Upstream> upstreams;

    public Registry(List<Upstream> upstreams) {
        this.upstreams = List.copyOf(upstreams);
    }

    public List<Upstream> upstreams() {
        return upstreams;
    }

    public Optional<Upstream> named(String name) {
        return upstreams.stream().filter(upstream -> upstream.name().equals(name)).findFirst();
    }

    /** Asks all of them what they are, so that the first chat need not. */
    public void acquaint(Loop loop) {
        for (Upstream upstream : upstreams) {
            var _ = upstream.facts(loop);
        }
    }

    @Override
    public void close() {
        upstreams.forEach(Upstream::close);
    }
}
