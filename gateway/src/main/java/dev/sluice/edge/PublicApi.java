package dev.sluice.edge;

import static dev.sluice.access.Permission.ADMIN;
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
    private static final Route MAPPINGS =
            new Route("GET", "/v1/conversation/mappings", ADMIN, "all remembered chats in numbers");
    private static final Route MAPPING =
            new Route("DELETE", "/v1/conversation/mappings/{id}", ADMIN, "forgets one chat");
    private static final Route RECENT =
            new Route("GET", "/v1/conversation/recent", ADMIN, "remembered chats, page by page");
    private static final Route CLEANUP =
            new Route("POST", "/v1/conversation/cleanup", ADMIN, "forgets chats that are old");
    private static final Route DATABASE =
            new Route("GET", "/v1/conversation/database/info", ADMIN, "the database they are in");
    private static final Route OPTIMIZE =
            new Route("POST", "/v1/conversation/database/optimize", ADMIN, "lets it tidy up");
    private static final Route ALIVE = new Route("GET", "/healthz", PUBLIC, "the process lives");
    private static final Route READY =
            new Route(
                    "GET",
                    "/readyz",
                    PUBLIC,
                    "it takes requests; 503 while it shuts down, or has lost its state folder");
    private static final Route METRICS =
            new Route("GET", "/metrics", STATUS, "the numbers of the process, for Prometheus");
    private static final Route ROOT =
            new Route("GET", "/", PUBLIC, "what Ollama's clients look for: Ollama is running");

    private PublicApi() {}

    /** The table as people see it. */
    public static List<Route> routes() {
        return List.of(
                COMPLETIONS,
                MODEL_LIST,
                MODEL,
                MAPPINGS,
                MAPPING,
                RECENT,
                CLEANUP,
                DATABASE,
                OPTIMIZE,
                ALIVE,
                READY,
                METRICS,
                ROOT);
    }

    static Map<Route, Endpoint> endpoints(
            OpenAi openAi, ConversationAdmin conversations, Operations operations) {
        var table = new LinkedHashMap<Route, Endpoint>();
        table.put(COMPLETIONS, openAi::complete);
        table.put(MODEL_LIST, openAi::models);
        table.put(MODEL, openAi::model);
        table.put(MAPPINGS, conversations::mappings);
        table.put(MAPPING, conversations::delete);
        table.put(RECENT, conversations::recent);
        table.put(CLEANUP, conversations::cleanUp);
        table.put(DATABASE, conversations::database);
        table.put(OPTIMIZE, conversations::optimize);
        table.put(ALIVE, operations::alive);
        table.put(READY, operations::ready);
        table.put(METRICS, operations::metrics);
        table.put(ROOT, operations::root);
        return table;
    }
}
