package dev.sluice.routing;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.registry.Registry;
import dev.sluice.registry.Upstream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Says which upstreams could answer for a model, best first. */
public final class Router {
    private static final int NAMES_SHOWN = 10;

    private final ModelsConfig models;
    private final Registry registry;

    public Router(ModelsConfig models, Registry registry) {
        this.models = models;
        this.registry = registry;
    }

    /** The models that clients may name, the chains first. */
    public List<String> models() {
        var names = new LinkedHashSet<>(models.chains().keySet());
        registry.upstreams().forEach(upstream -> names.add(upstream.model()));
        return List.copyOf(names);
    }

    /**
     * Whom to ask, in this order.
     *
     * @throws ChatFailedException when nobody answers for that model
     */
    public List<Upstream> plan(String model) {
        List<String> chain = models.chains().get(model);
        if (chain != null) {
            return chain.stream().map(registry::named).flatMap(Optional::stream).toList();
        }
        return registry.upstreams().stream()
                .filter(upstream -> upstream.model().equals(model))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new ChatFailedException(unknown(model)));
    }

    private ChatFailure unknown(String model) {
        String known = String.join(", ", models().stream().limit(NAMES_SHOWN).toList());
        return ChatFailure.of(
                        FailureCode.MODEL_UNKNOWN,
                        ChatFailure.CLIENT,
                        "There is no model " + quoted(model) + ".",
                        "Name one of: " + known + " (GET /v1/models lists them all).")
                .at("model");
    }

    private static String quoted(String model) {
        final int shown = 64;
        return "`" + (model.length() > shown ? model.substring(0, shown) + "…" : model) + "`";
    }
}
