package dev.sluice.conversation;

import dev.sluice.access.ApiKeys;
import dev.sluice.store.Database;
import dev.sluice.store.Migration;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The mappings of a database, which a gateway may have open too, as somebody sees them who may do
 * everything.
 */
public final class StoredMappings implements AutoCloseable {
    /** As in every gateway. */
    private static final List<Migration> SCHEMA =
            List.of(
                    Migration.read(ApiKeys.class, "V0001__api_keys.sql"),
                    Migration.read(MappingList.class, "V0002__conversations.sql"),
                    Migration.read(ApiKeys.class, "V0003__key_traits.sql"),
                    Migration.read(MappingList.class, "V0004__many_conversations.sql"),
                    Migration.read(MappingList.class, "V0005__instructions.sql"),
                    Migration.read(MappingList.class, "V0006__imported_at.sql"));

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final Store store;

    private StoredMappings(Store store) {
        this.store = store;
    }

    /**
     * Opens a database.
     *
     * @param url empty for SQLite in the folder
     */
    public static StoredMappings in(Path folder, String url) {
        var config = new StoreConfig("", url);
        return new StoredMappings(Store.open(folder, config, SCHEMA, List.of(), CLOCK));
    }

    Database truth() {
        return store.truth();
    }

    /** Of a chat of somebody's, made a second before it was used. */
    public static Mapping mapping(String chat, long usedAtMillis) {
        var key = new ChatKey(ChatKey.DEFAULT_TENANT, "webui", "support", "ann", chat, "support");
        return new Mapping(
                Mapping.idOf(key, "conversation-of-" + chat),
                key,
                "X-OpenWebUI-Chat-Id",
                "conversation-of-" + chat,
                "webui:ann",
                new Past(1, "earlier", "last", new AnswerDigest("answer", ""), "", "", "", ""),
                usedAtMillis - 1_000,
                usedAtMillis);
    }

    public void put(List<Mapping> mappings) {
        var _ = store.truth().write(handle -> MappingRows.put(handle, mappings));
    }

    /** All whose chats begin so were used just now. */
    void touch(String beginning, long usedAtMillis) {
        execute(
                "UPDATE conversations SET used_at = %d WHERE chat LIKE '%s%%'"
                        .formatted(usedAtMillis, beginning));
    }

    /** One that nobody has claimed. */
    public void putUnclaimed(String chat, long usedAtMillis) {
        execute(
                "INSERT INTO unclaimed_conversations VALUES ('%s', 'c', 0, %d, 0) ON CONFLICT DO NOTHING"
                        .formatted(chat, usedAtMillis));
    }

    /** The chats there are, and after them those that nobody has claimed. */
    public List<String> chats() {
        return store.truth()
                .read(handle ->
                        handle.createQuery(
                                        """
                                        SELECT chat, 1 AS part FROM conversations
                                        UNION ALL
                                        SELECT chat, 2 AS part FROM unclaimed_conversations
                                        ORDER BY part, chat
                                        """)
                                .map((row, _) -> row.getString("chat"))
                                .list());
    }

    public void clear() {
        execute("DELETE FROM conversations");
        execute("DELETE FROM unclaimed_conversations");
    }

    void execute(String sql) {
        var _ = store.truth().write(handle -> handle.execute(sql));
    }

    @Override
    public void close() {
        store.close();
    }
}
