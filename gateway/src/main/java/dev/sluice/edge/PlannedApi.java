package dev.sluice.edge;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.util.List;
import java.util.Optional;

/**
 * Paths that will be answered one day. Clients call them by default, and the base URL they were
 * given is right, so the failure names what to use meanwhile.
 */
final class PlannedApi {
    private static final String CHATS = "POST /v1/chat/completions";
    private static final String SERVICES = "/api/*";
    private static final String OLLAMA = "Ollama's API";

    /**
     * One of them.
     *
     * @param path a {@code *} at its end stands for anything
     * @param what it is
     * @param fix what to use meanwhile
     */
    private record Planned(String path, String what, String fix) {
        boolean matches(String asked) {
            return path.endsWith("*")
                    ? asked.startsWith(path.substring(0, path.length() - 1))
                    : asked.equals(path);
        }

        /** Whether it stands for all paths of registered services. */
        boolean isService() {
            return path.equals(SERVICES);
        }
    }

    /** The first that matches counts. */
    private static final List<Planned> ALL =
            List.of(
                    new Planned(
                            "/v1/responses*",
                            "The Responses API",
                            "Use chat completions, "
                                    + CHATS
                                    + ": openai-agents does with OpenAIChatCompletionsModel,"
                                    + " LangChain with use_responses_api=False, inspect with"
                                    + " openai-api/NAME/MODEL."),
                    new Planned(
                            "/v1/completions",
                            "The legacy completions API",
                            "Use chat completions, "
                                    + CHATS
                                    + ": llama-index does with is_chat_model=True, lm-eval with"
                                    + " local-chat-completions."),
                    new Planned(
                            "/v1/embeddings",
                            "Embeddings",
                            "Give the client another server for embeddings; chats come here."),
                    new Planned(
                            "/v1/messages*",
                            "Anthropic's API",
                            "Use a client that speaks OpenAI's API, " + CHATS + "."),
                    ollama("/api/generate"),
                    ollama("/api/chat"),
                    ollama("/api/embed"),
                    ollama("/api/embeddings"),
                    ollama("/api/tags"),
                    ollama("/api/ps"),
                    ollama("/api/show"),
                    ollama("/api/version"),
                    ollama("/api/status"),
                    ollama("/api/me"),
                    ollama("/api/pull"),
                    ollama("/api/push"),
                    ollama("/api/create"),
                    ollama("/api/copy"),
                    ollama("/api/delete"),
                    ollama("/api/blobs/*"),
                    new Planned(
                            "/dify/*",
                            "Dify's own API",
                            "Use " + CHATS + ", or ask Dify itself with the app's key."),
                    other("/api/network-test", "The connection test"),
                    other(SERVICES, "A registered service"),
                    other("/gateway/*", "The registry of services"),
                    other("/auth/*", "Signing in"),
                    other("/users*", "The administration of users"),
                    other("/tenants*", "The administration of tenants"),
                    other("/admin/api/v1/*", "The administration"),
                    other("/console*", "The console"));

    private PlannedApi() {}

    private static Planned ollama(String path) {
        return new Planned(
                path,
                OLLAMA,
                "Use a client that speaks OpenAI's API: "
                        + CHATS
                        + " and GET /v1/models, under a base URL that ends in /v1.");
    }

    private static Planned other(String path, String what) {
        return new Planned(path, what, "`sluice routes` lists what is.");
    }

    /** What to say of this path, if it is one of them and not a registered service's. */
    static Optional<ChatFailure> failure(String method, String path) {
        return failure(method, path, false);
    }

    /** What to say of this path, if it may be a registered service's. */
    static Optional<ChatFailure> service(String method, String path) {
        return failure(method, path, true);
    }

    private static Optional<ChatFailure> failure(String method, String path, boolean service) {
        return ALL.stream()
                .filter(planned -> planned.isService() == service && planned.matches(path))
                .findFirst()
                .map(planned ->
                        ChatFailure.of(
                                FailureCode.ROUTE_UNKNOWN,
                                ChatFailure.CLIENT,
                                "%s (%s %s) is not served yet."
                                        .formatted(planned.what(), method, planned.path()),
                                planned.fix()));
    }
}
