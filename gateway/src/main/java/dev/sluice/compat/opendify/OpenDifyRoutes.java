package dev.sluice.compat.opendify;

import static dev.sluice.access.Permission.ADMIN;
import static dev.sluice.web.Endpoint.by;

import dev.sluice.protocol.openai.OpenAiErrors;
import dev.sluice.web.Route;
import dev.sluice.web.RouteFamily;
import java.util.List;
import java.util.function.Supplier;

/** OpenDify's routes for administrators. */
public final class OpenDifyRoutes {
    /** The name under which OpenDify sends the conversation of an answer in one piece. */
    public static final String CONVERSATION_HEADER = "conversation-id";

    private static final RouteFamily FAMILY = new RouteFamily(new OpenAiErrors());

    private OpenDifyRoutes() {}

    /** All of them to be listed, without what would answer them. */
    public static List<Route> listed() {
        return routes(() -> {
            throw new IllegalStateException("these routes are only listed");
        });
    }

    /**
     * All of them.
     *
     * @param admin answers them, asked for with each request
     */
    public static List<Route> routes(Supplier<ConversationAdmin> admin) {
        return List.of(
                FAMILY.get(
                        "/v1/conversation/mappings",
                        ADMIN,
                        "all remembered chats in numbers",
                        by(admin, ConversationAdmin::mappings)),
                FAMILY.delete(
                        "/v1/conversation/mappings/{id}",
                        ADMIN,
                        "forgets one chat",
                        by(admin, ConversationAdmin::delete)),
                FAMILY.get(
                        "/v1/conversation/recent",
                        ADMIN,
                        "remembered chats, page by page",
                        by(admin, ConversationAdmin::recent)),
                FAMILY.post(
                        "/v1/conversation/cleanup",
                        ADMIN,
                        "forgets chats that are old",
                        by(admin, ConversationAdmin::cleanUp)),
                FAMILY.get(
                        "/v1/conversation/database/info",
                        ADMIN,
                        "the database they are in",
                        by(admin, ConversationAdmin::database)),
                FAMILY.post(
                        "/v1/conversation/database/optimize",
                        ADMIN,
                        "optimizes the database",
                        by(admin, ConversationAdmin::optimize)));
    }
}
