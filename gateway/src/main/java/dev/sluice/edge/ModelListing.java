package dev.sluice.edge;

import dev.sluice.protocol.Facts;
import dev.sluice.protocol.openai.OpenAiModel;
import dev.sluice.registry.Upstream;
import dev.sluice.routing.Router;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of the models that clients may name. */
final class ModelListing {
    /** No upstream calls tools that a request brings. */
    private static final boolean CALLS_TOOLS = false;

    /** An image in a message is refused, although many apps would take it. */
    private static final boolean TAKES_IMAGES = false;

    private static final Facts UNKNOWN =
            new Facts() {
                @Override
                public String name() {
                    return "";
                }

                @Override
                public String kind() {
                    return "";
                }

                @Override
                public String description() {
                    return "";
                }

                @Override
                public List<String> tags() {
                    return List.of();
                }
            };

    private ModelListing() {}

    static List<OpenAiModel> of(Router router) {
        Map<String, Facts> known =
                router.models().stream()
                        .collect(Collectors.toMap(Function.identity(), id -> facts(router, id)));
        Map<String, Long> named =
                known.values().stream()
                        .collect(Collectors.groupingBy(Facts::name, Collectors.counting()));
        return known.entrySet().stream()
                .map(model -> model(model.getKey(), model.getValue(), named))
                .toList();
    }

    /**
     * One model, also under a name that is served but not listed.
     *
     * @throws dev.sluice.protocol.ChatFailedException when a chat with it would fail the same way
     */
    static OpenAiModel one(Router router, String id) {
        var _ = router.plan(id);
        return of(router).stream()
                .filter(listed -> listed.id().equals(id))
                .findFirst()
                .orElseGet(() -> model(id, facts(router, id), Map.of()));
    }

    /** A chain is none of its upstreams. */
    private static Facts facts(Router router, String id) {
        List<Upstream> upstreams = router.plan(id);
        return upstreams.size() == 1 ? upstreams.getFirst().knownFacts().orElse(UNKNOWN) : UNKNOWN;
    }

    private static OpenAiModel model(String id, Facts facts, Map<String, Long> named) {
        // Nobody could choose between two models of one name.
        boolean only = named.getOrDefault(facts.name(), 1L) == 1;
        return new OpenAiModel(
                id,
                only ? facts.name() : "",
                facts.description(),
                facts.tags(),
                CALLS_TOOLS,
                TAKES_IMAGES);
    }
}
