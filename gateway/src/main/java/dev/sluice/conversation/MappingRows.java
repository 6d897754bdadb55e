package dev.sluice.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of the table {@code conversations}. */
final class MappingRows {
    private static final String COLUMNS =
            """
            id, chat_key, tenant, client, app, chat_user, chat, model, chat_source, conversation,
            upstream_user, turns, earlier_turns, last_turn, recent_turns, answer, whole_answer,
            endings, instructions, message_id, created_at, used_at
            """;

    private static final String PUT =
            """
            INSERT INTO conversations (%s) VALUES
                (:id, :key, :tenant, :client, :app, :user, :chat, :model, :source, :conversation,
                 :upstreamUser, :turns, :earlier, :last, :recent, :answer, :whole, :endings, :instructions, :messageId,
                 :created, :used)
            ON CONFLICT (id) DO UPDATE SET
                chat_key = excluded.chat_key,
                model = excluded.model,
                chat_source = excluded.chat_source,
                conversation = excluded.conversation,
                upstream_user = excluded.upstream_user,
                turns = excluded.turns,
                earlier_turns = excluded.earlier_turns,
                last_turn = excluded.last_turn,
                recent_turns = excluded.recent_turns,
                answer = excluded.answer,
                whole_answer = excluded.whole_answer,
                endings = excluded.endings,
                instructions = excluded.instructions,
                message_id = excluded.message_id,
                created_at = excluded.created_at,
                used_at = excluded.used_at
            WHERE conversations.used_at <= excluded.used_at
            """
                    .formatted(COLUMNS);

    /** Of one chat, and the one that it had before models counted. */
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM conversations WHERE chat_key IN (:key, :before)";

    /** Where no chat is named, only those that end with the very answer that the request shows. */
    private static final String FIND_BY_ANSWER =
            "SELECT "
                    + COLUMNS
                    + " FROM conversations WHERE chat_key = :key AND whole_answer = :whole";

    /** Beyond what one chat may have, the oldest first. */
    private static final String TRIM =
            """
            DELETE FROM conversations WHERE chat_key = :key AND id IN
                (SELECT id FROM conversations WHERE chat_key = :key
                 ORDER BY used_at DESC, id DESC LIMIT 1000000 OFFSET :most)
            """;

    /** How many conversations a chat that is named may have. */
    static final int MOST_OF_A_CHAT = 8;

    /** How many may be known by their history alone, for each user and model. */
    static final int MOST_WITHOUT_A_CHAT = 200;

    private MappingRows() {}

    static int most(ChatKey key) {
        return key.namesChat() ? MOST_OF_A_CHAT : MOST_WITHOUT_A_CHAT;
    }

    static List<Mapping> find(Handle handle, ChatKey key) {
        return handle.createQuery(FIND)
                .bind("key", key.id())
                .bind("before", key.withoutModel().id())
                .map((row, _) -> mapping(row))
                .list();
    }

    static List<Mapping> findByAnswer(Handle handle, ChatKey key, String whole) {
        return handle.createQuery(FIND_BY_ANSWER)
                .bind("key", key.id())
                .bind("whole", whole)
                .map((row, _) -> mapping(row))
                .list();
    }

    /** Each in the place of an older state of it, and what its chat has too many of goes. */
    static int put(Handle handle, Collection<Mapping> mappings) {
        int rows = putAll(handle, mappings);
        mappings.stream()
                .filter(Mapping::isNew)
                .map(Mapping::key)
                .distinct()
                .forEach(key -> trim(handle, key));
        return rows;
    }

    private static void trim(Handle handle, ChatKey key) {
        var _ = handle.createUpdate(TRIM).bind("key", key.id()).bind("most", most(key)).execute();
    }

    /** Each in the place of an older state of it. */
    static int putAll(Handle handle, Collection<Mapping> mappings) {
        try (var rows = handle.prepareBatch(PUT)) {
            mappings.forEach(mapping -> bound(rows, mapping).add());
            return IntStream.of(rows.execute()).sum();
        }
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Mapping mapping) {
        ChatKey key = mapping.key();
        Past past = mapping.past();
        return statement
                .bind("id", mapping.id())
                .bind("key", key.id())
                .bind("tenant", key.tenant())
                .bind("client", key.client())
                .bind("app", key.app())
                .bind("user", key.user())
                .bind("chat", key.chat())
                .bind("model", key.model())
                .bind("source", mapping.source())
                .bind("conversation", mapping.conversation())
                .bind("upstreamUser", mapping.upstreamUser())
                .bind("turns", past.turns())
                .bind("earlier", past.earlier())
                .bind("last", past.last())
                .bind("recent", past.recent())
                .bind("answer", past.answer().start())
                .bind("whole", past.answer().whole())
                .bind("endings", past.endings())
                .bind("instructions", past.instructions())
                .bind("messageId", past.messageId())
                .bind("created", mapping.createdAtMillis())
                .bind("used", mapping.usedAtMillis());
    }

    static Mapping mapping(ResultSet row) throws SQLException {
        return new Mapping(
                row.getString("id"),
                new ChatKey(
                        row.getString("tenant"),
                        row.getString("client"),
                        row.getString("app"),
                        row.getString("chat_user"),
                        row.getString("chat"),
                        row.getString("model")),
                row.getString("chat_source"),
                row.getString("conversation"),
                row.getString("upstream_user"),
                new Past(
                        row.getInt("turns"),
                        row.getString("earlier_turns"),
                        row.getString("last_turn"),
                        new AnswerDigest(row.getString("answer"), row.getString("whole_answer")),
                        row.getString("recent_turns"),
                        row.getString("endings"),
                        row.getString("instructions"),
                        row.getString("message_id")),
                row.getLong("created_at"),
                row.getLong("used_at"));
    }
}
