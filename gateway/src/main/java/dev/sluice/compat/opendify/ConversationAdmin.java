package dev.sluice.compat.opendify;

import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.MappingList;
import dev.sluice.http.Exchange;
import dev.sluice.http.Reply;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.store.DatabaseInfo;
import dev.sluice.web.RequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenDify's routes for those who look after conversations, with its fields and some of ours. */
public final class ConversationAdmin {
    private static final int OK = 200;
    private static final long BODY_LIMIT_BYTES = 1L << 20;

    private static final String LIMIT = "limit";
    private static final String AFTER = "after";
    private static final int DEFAULT_LIMIT = 10;
    private static final int MOST = 1_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

    /** What is shown of an id that opens a conversation elsewhere. */
    private static final int SHOWN_CHARACTERS = 8;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MappingList mappings;
    private final InstantSource clock;

    public ConversationAdmin(MappingList mappings, InstantSource clock) {
        this.mappings = mappings;
        this.clock = clock;
    }

    void mappings(RequestContext context) {
        MappingList.Statistics all = mappings.statistics();
        ObjectNode json = JSON.objectNode().put("mapping_count", all.number());
        json.set("oldest_mapping", time(all.oldestMillis()));
        json.set("newest_mapping", time(all.newestMillis()));
        json.set("avg_last_used", time(all.usedMillis()));
        reply(context, stamped(json));
    }

    void delete(RequestContext context) {
        if (!mappings.delete(context.variable("id"))) {
            throw new ChatFailedException(
                    ChatFailure.of(
                                    FailureCode.CONVERSATION_UNKNOWN,
                                    ChatFailure.CLIENT,
                                    "There is no mapping of that id.",
                                    "GET /v1/conversation/recent lists those there are.")
                            .at("id"));
        }
        reply(context, JSON.objectNode().put("id", context.variable("id")).put("deleted", true));
    }

    void cleanUp(RequestContext context) {
        int days = context.exchange().body(BODY_LIMIT_BYTES, new CleanupBody());
        long removed = mappings.deleteUnusedFor(Duration.ofDays(days));
        ObjectNode json = JSON.objectNode().put("removed_count", removed);
        reply(context, stamped(json.put("max_age_days", days)));
    }

    void recent(RequestContext context) {
        int limit = limit(context.exchange());
        MappingList.Page page = mappings.recent(limit, after(context.exchange()));
        ObjectNode json = JSON.objectNode();
        var rows = json.putArray("recent_mappings");
        page.mappings().forEach(mapping -> rows.add(row(mapping)));
        stamped(json.put(LIMIT, limit));
        json.set("next", text(page.next().map(MappingList.Cursor::text).orElse("")));
        reply(context, json);
    }

    private ObjectNode row(Mapping mapping) {
        ChatKey key = mapping.key();
        return JSON.objectNode()
                .put("webui_chat_id", beginning(key.chat()))
                .put("dify_conversation_id", beginning(mapping.conversation()))
                .put("created_at", seconds(mapping.createdAtMillis()))
                .put("last_used", seconds(mapping.usedAtMillis()))
                .put("age_hours", hours(clock.millis() - mapping.usedAtMillis()))
                .put("id", mapping.id())
                .put("client", key.client())
                .put("app", key.app())
                .put("user", key.user())
                .put("chat_source", mapping.source())
                .put("model", key.model());
    }

    /** To a hundredth. */
    private static double hours(long millis) {
        return Math.round(millis / 36_000.0) / 100.0;
    }

    private static String beginning(String id) {
        int shown = Math.min(SHOWN_CHARACTERS, id.codePointCount(0, id.length()));
        return id.substring(0, id.offsetByCodePoints(0, shown)) + "...";
    }

    private static int limit(Exchange exchange) {
        String text = exchange.query(LIMIT).orElse(Integer.toString(DEFAULT_LIMIT));
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw invalid(LIMIT, "limit must be a whole number from 1 to " + MOST);
        }
        return limit;
    }

    private static MappingList.Cursor after(Exchange exchange) {
        return exchange.query(AFTER)
                .map(text ->
                        MappingList.Cursor.read(text)
                                .orElseThrow(() ->
                                        invalid(AFTER, "after must be the next of another page")))
                .orElse(MappingList.Cursor.START);
    }

    private static ChatFailedException invalid(String parameter, String rule) {
        return new ChatFailedException(
                ChatFailure.of(
                                FailureCode.REQUEST_FIELD,
                                ChatFailure.CLIENT,
                                "The request does not fit: " + rule + ".",
                                "Correct " + parameter + " and send the request again.")
                        .at(parameter));
    }

    void database(RequestContext context) {
        DatabaseInfo info = mappings.database();
        ObjectNode json = JSON.objectNode();
        json.set("database_path", text(info.path()));
        json.put("database_size_bytes", info.bytes());
        json.set("journal_mode", text(info.journalMode()));
        info.tables().forEach(json.putArray("tables")::add);
        reply(context, json.put("mapping_count", mappings.statistics().number()));
    }

    void optimize(RequestContext context) {
        mappings.optimizeDatabase();
        ObjectNode json = JSON.objectNode().put("status", "success");
        reply(context, stamped(json.put("message", "The database was optimized.")));
    }

    private ObjectNode stamped(ObjectNode json) {
        return json.put("timestamp", seconds(clock.millis()));
    }

    private static JsonNode text(String text) {
        return text.isEmpty() ? JSON.nullNode() : JSON.stringNode(text);
    }

    /** Zero is no time at all. */
    private static JsonNode time(long millis) {
        return millis == 0 ? JSON.nullNode() : JSON.numberNode(seconds(millis));
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1_000);
    }

    private static void reply(RequestContext context, ObjectNode json) {
        context.exchange().reply(Reply.json(OK, new WireBuffer().text(json.toString())));
    }
}
