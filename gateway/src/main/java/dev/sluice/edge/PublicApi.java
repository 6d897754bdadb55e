package dev.sluice.edge;

import static dev.sluice.access.Permission.CHAT;
import static dev.sluice.access.Permission.MODELS;
import static dev.sluice.access.Permission.PUBLIC;
import static dev.sluice.access.Permission.STATUS;
import static dev.sluice.web.Endpoint.by;

import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.web.Route;
import dev.sluice.web.RouteFamily;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every path of the public API. */
public final class PublicApi {
    private static final RouteFamily OPENAI = new RouteFamily(new OpenAiErrors());

    private PublicApi() {}

    /** All routes to be listed, without what would answer them. */
    public static List<Route> listed() {
        return routes(() -> {
            throw new IllegalStateException("these routes are only listed");
        });
    }

    /**
     * All routes.
     *
     * @param endpoints what answers them, asked for with each request
     */
    public static List<Route> routes(Supplier<Endpoints> endpoints) {
        return Stream.of(
                        openAi(
                                () -> endpoints.get().openAiChat(),
                                () -> endpoints.get().openAiModels()),
                        operations(() -> endpoints.get().operations()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> openAi(
            Supplier<ChatEndpoint> chat, Supplier<OpenAiModelList> models) {
        return List.of(
                OPENAI.post(
                        "/v1/chat/completions",
                        CHAT,
                        "a chat, streamed or in one piece",
                        by(chat, ChatEndpoint::answer)),
                OPENAI.get(
                        "/v1/models",
                        MODELS,
                        "the models there are",
                        by(models, OpenAiModelList::models)),
                OPENAI.get(
                        "/v1/models/{id...}",
                        MODELS,
                        "one model, its id percent-encoded",
                        by(models, OpenAiModelList::model)));
    }

    private static List<Route> operations(Supplier<Operations> operations) {
        return List.of(
                OPENAI.get("/healthz", PUBLIC, "the process lives", Operations::alive),
                OPENAI.get("/health", PUBLIC, "as /healthz", Operations::alive),
                OPENAI.get("/v1/health", PUBLIC, "as /healthz", Operations::alive),
                OPENAI.get(
                        "/readyz",
                        PUBLIC,
                        "it takes requests; 503 while it shuts down, or has lost its state folder",
                        by(operations, Operations::ready)),
                OPENAI.get(
                        "/metrics",
                        STATUS,
                        "the numbers of the process, for Prometheus",
                        by(operations, Operations::metrics)),
                OPENAI.get(
                        "/",
                        PUBLIC,
                        "what Ollama's clients look for: Ollama is running",
                        Operations::root));
    }
}
