package dev.sluice.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of the table {@code conversations}. */
final class MappingRows {
    private static final String COLUMNS =
            """
            id, tenant, client, app, chat_user, chat, chat_source, conversation, upstream_user,
            turns, first_turn, earlier_turns, last_turn, answer, sends_history, created_at, used_at
            """;

    private static final String INSERT =
            """
            INSERT INTO conversations (%s) VALUES
                (:id, :tenant, :client, :app, :user, :chat, :source, :conversation, :upstreamUser,
                 :turns, :first, :earlier, :last, :answer, :sendsHistory, :created, :used)
            ON CONFLICT (id) DO \
            """
                    .formatted(COLUMNS);

    private static final String REPLACE =
            INSERT
                    + """
                    UPDATE SET
                        chat_source = excluded.chat_source,
                        conversation = excluded.conversation,
                        upstream_user = excluded.upstream_user,
                        turns = excluded.turns,
                        first_turn = excluded.first_turn,
                        earlier_turns = excluded.earlier_turns,
                        last_turn = excluded.last_turn,
                        answer = excluded.answer,
                        sends_history = excluded.sends_history,
                        created_at = excluded.created_at,
                        used_at = excluded.used_at
                    WHERE conversations.used_at <= excluded.used_at
                    """;

    private static final String KEEP = INSERT + "NOTHING";

    private MappingRows() {}

    static Optional<Mapping> find(Handle handle, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM conversations WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> mapping(row))
                .findOne();
    }

    /** In the place of an older one. */
    static int put(Handle handle, Mapping mapping) {
        return bound(handle.createUpdate(REPLACE), mapping).execute();
    }

    /** Each in the place of an older one. */
    static int putAll(Handle handle, List<Mapping> mappings) {
        try (var rows = handle.prepareBatch(REPLACE)) {
            mappings.forEach(mapping -> bound(rows, mapping).add());
            return IntStream.of(rows.execute()).sum();
        }
    }

    /** Unless there is one already. */
    static int putIfAbsent(Handle handle, Mapping mapping) {
        return bound(handle.createUpdate(KEEP), mapping).execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Mapping mapping) {
        ChatKey key = mapping.key();
        Past past = mapping.past();
        return statement
                .bind("id", key.id())
                .bind("tenant", key.tenant())
                .bind("client", key.client())
                .bind("app", key.app())
                .bind("user", key.user())
                .bind("chat", key.chat())
                .bind("source", mapping.source())
                .bind("conversation", mapping.conversation())
                .bind("upstreamUser", mapping.upstreamUser())
                .bind("turns", past.turns())
                .bind("first", past.first())
                .bind("earlier", past.earlier())
                .bind("last", past.last())
                .bind("answer", past.answer())
                .bind("sendsHistory", past.sendsHistory())
                .bind("created", mapping.createdAtMillis())
                .bind("used", mapping.usedAtMillis());
    }

    static Mapping mapping(ResultSet row) throws SQLException {
        return new Mapping(
                new ChatKey(
                        row.getString("tenant"),
                        row.getString("client"),
                        row.getString("app"),
                        row.getString("chat_user"),
                        row.getString("chat")),
                row.getString("chat_source"),
                row.getString("conversation"),
                row.getString("upstream_user"),
                new Past(
                        row.getInt("turns"),
                        row.getString("first_turn"),
                        row.getString("earlier_turns"),
                        row.getString("last_turn"),
                        row.getString("answer"),
                        row.getBoolean("sends_history")),
                row.getLong("created_at"),
                row.getLong("used_at"));
    }
}
