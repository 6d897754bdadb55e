package dev.sluice.edge;

import static dev.sluice.access.Permission.CHAT;
import static dev.sluice.access.Permission.MODELS;
import static dev.sluice.access.Permission.PUBLIC;
import static dev.sluice.access.Permission.STATUS;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every path the gateway answers. */
public final class PublicApi {
    private static final Route COMPLETIONS =
            new Route("POST", "/v1/chat/completions", CHAT, "a chat, streamed or in one piece");
    private static final Route MODEL_LIST =
            new Route("GET", "/v1/models", MODELS, "the models there are");
    private static final Route MODEL =
            new Route("GET", "/v1/models/{id}", MODELS, "one model, its id percent-encoded");
    private static final Route ALIVE = new Route("GET", "/healthz", PUBLIC, "the process lives");
    private static final Route READY =
            new Route("GET", "/readyz", PUBLIC, "it takes requests; 503 while it shuts down");
    private static final Route METRICS =
            new Route("GET", "/metrics", STATUS, "the numbers of the process, for Prometheus");
    private static final Route ROOT =
            new Route("GET", "/", PUBLIC, "what Ollama's clients look for: Ollama is running");

    private PublicApi() {}

    /** The table as people see it. */
    public static List<Route> routes() {
        return List.of(COMPLETIONS, MODEL_LIST, MODEL, ALIVE, READY, METRICS, ROOT);
    }

    static Map<Route, Endpoint> endpoints(OpenAi openAi, Operations operations) {
        var table = new LinkedHashMap<Route, Endpoint>();
        table.put(COMPLETIONS, openAi::complete);
        table.put(MODEL_LIST, openAi::models);
        table.put(MODEL, openAi::model);
        table.put(ALIVE, operations::alive);
        table.put(READY, operations::ready);
        table.put(METRICS, operations::metrics);
        table.put(ROOT, operations::root);
        return table;
    }
}
