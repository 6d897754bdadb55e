package dev.sluice.routing;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.registry.ModelCatalog;
import dev.sluice.registry.Registry;
import dev.sluice.registry.Upstream;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Says which upstreams could answer for a model, best first. */
public final class Router {
    private final ModelsConfig models;
    private final Registry registry;
    private final UnknownModel unknown;

    public Router(ModelsConfig models, Registry registry, InstantSource clock) {
        this.models = models;
        this.registry = registry;
        this.unknown = new UnknownModel(clock);
    }

    /** The models that clients are offered, the chains first. */
    public List<String> models() {
        var names = new LinkedHashSet<>(models.chains().keySet());
        names.addAll(registry.catalog().listed().keySet());
        return List.copyOf(names);
    }

    /** All of them, whatever is known of them. */
    public List<Upstream> upstreams() {
        return registry.upstreams();
    }

    /**
     * Whom to ask, in this order.
     *
     * @throws ChatFailedException when nobody answers for that model, or nobody that is known yet
     */
    public List<Upstream> plan(String model) {
        List<String> chain = models.chains().get(model);
        if (chain != null) {
            return chain.stream().map(registry::named).flatMap(Optional::stream).toList();
        }
        ModelCatalog catalog = registry.catalog();
        return catalog.named(model)
                .map(List::of)
                .orElseThrow(() ->
                        new ChatFailedException(
                                unknown.failure(model, models(), catalog.unnamed())));
    }
}
