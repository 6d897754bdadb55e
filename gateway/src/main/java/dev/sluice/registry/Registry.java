package dev.sluice.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The upstreams, in the configuration's order, and the models they are. Thread-safe. */
public final class Registry implements AutoCloseable {
    private final List<Upstream> upstreams;
    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private volatile ModelCatalog catalog;

    public Registry(List<Upstream> upstreams) {
        this.upstreams = List.copyOf(upstreams);
        upstreams.forEach(upstream -> byName.put(upstream.name(), upstream));
        this.catalog = ModelCatalog.of(this.upstreams);
    }

    public List<Upstream> upstreams() {
        return upstreams;
    }

    /** How it stands with each of them now. */
    public List<UpstreamStatus> statuses() {
        return upstreams.stream().map(UpstreamStatus::of).toList();
    }

    public Optional<Upstream> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** As of the last change. */
    public ModelCatalog catalog() {
        return catalog;
    }

    /** After a change of what is known of one of them. */
    public synchronized void refreshCatalog() {
        catalog = ModelCatalog.of(upstreams);
    }

    @Override
    public void close() {
        upstreams.forEach(Upstream::close);
    }
}
