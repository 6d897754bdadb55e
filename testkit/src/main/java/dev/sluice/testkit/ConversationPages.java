package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The conversations of a user, and what was said in one. */
final class ConversationPages {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_ROWS = 100;
    private static final int USUAL_ROWS = 20;
    private static final String LIST =
            "{\"limit\":\"$limit\",\"has_more\":\"$more\",\"data\":\"$data\"}";

    /** What comes over the API belongs to no thread. */
    private static final String NO_PARENT = "00000000-0000-0000-0000-000000000000";

    private final HostedApp hosted;

    ConversationPages(HostedApp hosted) {
        this.hosted = hosted;
    }

    static DifyError noConversation(HttpCall call, Profile profile) {
        return missing("Conversation Not Exists.", call, profile);
    }

    private static DifyError missing(String what, HttpCall call, Profile profile) {
        return DifyError.notFound(what).hinting(call.path(), profile);
    }

    Page conversations(HttpCall call) {
        String sort = call.parameter("sort_by");
        Comparator<HeldConversation> order =
                Comparator.comparingLong(
                        sort.endsWith("created_at")
                                ? HeldConversation::createdAt
                                : HeldConversation::updatedAt);
        List<HeldConversation> found = new ArrayList<>(hosted.conversations().of(user(call)));
        found.sort(sort.isEmpty() || sort.startsWith("-") ? order.reversed() : order);
        String last = call.parameter("last_id");
        if (!last.isEmpty()) {
            int at = ids(found, HeldConversation::id).indexOf(last);
            if (at < 0) {
                throw refused(missing("Last Conversation Not Exists.", call, profile()));
            }
            found = found.subList(at + 1, found.size());
        }
        int rows = Math.min(limit(call), found.size());
        return list(call, found.size() > rows, found.subList(0, rows), this::conversation);
    }

    Page messages(HttpCall call) {
        String id = call.parameter("conversation_id");
        HeldConversation conversation = find(id, user(call), call);
        List<HeldTurn> turns = conversation.turns();
        String first = call.parameter("first_id");
        if (!first.isEmpty()) {
            int at = ids(turns, HeldTurn::messageId).indexOf(first);
            if (at < 0) {
                throw refused(missing("First Message Not Exists.", call, profile()));
            }
            turns = turns.subList(0, at);
        }
        int from = Math.max(0, turns.size() - limit(call));
        List<HeldTurn> newest = turns.subList(from, turns.size());
        return list(call, from > 0, newest, turn -> message(conversation, turn));
    }

    Page delete(HttpCall call, String id, JsonNode body) {
        String user = RequestChecks.userOrShared(body.path("user").asString(""));
        hosted.conversations().delete(find(id, user, call).id());
        return profile().isAtLeast("1.3.1") ? Page.noContent(profile()) : Page.success(profile());
    }

    private HeldConversation find(String id, String user, HttpCall call) {
        return hosted.conversations()
                .of(id, user)
                .orElseThrow(() -> refused(noConversation(call, profile())));
    }

    private JsonNode conversation(HeldConversation one) {
        var json = JSON.objectNode();
        json.put("id", one.id()).put("name", name(one)).set("inputs", one.inputs());
        json.put("status", "normal").put("introduction", "");
        return json.put("created_at", one.createdAt()).put("updated_at", one.updatedAt());
    }

    /** A stand-in until a model has named it; since 1.16 at the latest the first question. */
    private String name(HeldConversation one) {
        boolean recorded = profile().isAtLeast("1.16.0") && !one.turns().isEmpty();
        return recorded ? one.turns().getFirst().query() : "New conversation";
    }

    private JsonNode message(HeldConversation conversation, HeldTurn turn) {
        int before = conversation.turns().indexOf(turn) - 1;
        boolean recorded = profile().isAtLeast("1.16.0");
        var json = JSON.objectNode();
        json.put("id", turn.messageId()).put("conversation_id", conversation.id());
        if (recorded) {
            json.put("parent_message_id", NO_PARENT);
        } else if (before < 0) {
            json.putNull("parent_message_id");
        } else {
            json.put("parent_message_id", conversation.turns().get(before).messageId());
        }
        json.set("inputs", turn.inputs());
        json.put("query", turn.query()).put("answer", turn.answer()).putNull("feedback");
        json.putArray("retriever_resources");
        json.put("created_at", turn.createdAt());
        json.putArray("agent_thoughts");
        json.putArray("message_files");
        SimulatedApp.TokenCount usage = turn.program().usage();
        if (recorded) {
            json.put("message_tokens", usage.prompt()).put("answer_tokens", usage.completion());
            json.put("provider_response_latency", 0.5).put("total_price", "0E-7");
            json.put("currency", "USD");
        }
        boolean failed = !turn.error().isEmpty();
        json.put("status", failed ? "error" : "normal");
        json.set("error", failed ? Frames.text(turn.error()) : JSON.nullNode());
        json.putArray("extra_contents");
        return recorded ? json.put("total_tokens", usage.total()) : json;
    }

    private <T> Page list(
            HttpCall call, boolean more, List<T> rows, Function<T, JsonNode> rendered) {
        ArrayNode data = JSON.arrayNode();
        rows.forEach(row -> data.add(rendered.apply(row)));
        Map<String, JsonNode> values = new HashMap<>();
        values.put("$limit", JSON.numberNode(limit(call)));
        values.put("$more", JSON.booleanNode(more));
        values.put("$data", data);
        return Page.json(200, Page.spelled(Frames.given(LIST), values), profile());
    }

    private static <T> List<String> ids(List<T> rows, Function<T, String> id) {
        return rows.stream().map(id).toList();
    }

    private static int limit(HttpCall call) {
        String limit = call.parameter("limit");
        return limit.matches("\\d{1,3}")
                ? Math.clamp(Integer.parseInt(limit), 1, MOST_ROWS)
                : USUAL_ROWS;
    }

    private static String user(HttpCall call) {
        return RequestChecks.userOrShared(call.parameter("user"));
    }

    private Profile profile() {
        return hosted.app().profile();
    }

    private RefusedException refused(DifyError error) {
        return new RefusedException(error, profile());
    }
}
