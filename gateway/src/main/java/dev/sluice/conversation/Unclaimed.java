package dev.sluice.conversation;

import dev.sluice.store.Database;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Conversations imported from another system, whose owners are not known yet. That system knew them
 * by their chats alone, so only the upstream can say whose they are. Thread-safe.
 */
public final class Unclaimed {
    private static final String ADD =
            """
            INSERT INTO unclaimed_conversations (chat, conversation, created_at, used_at, imported_at)
            VALUES (:chat, :conversation, :created, :used, :imported)
            ON CONFLICT (chat) DO UPDATE SET
                conversation = excluded.conversation,
                created_at = excluded.created_at,
                used_at = excluded.used_at,
                imported_at = excluded.imported_at
            WHERE unclaimed_conversations.used_at < excluded.used_at
            """;

    private final Database truth;
    private final InstantSource clock;

    public Unclaimed(Database truth, InstantSource clock) {
        this.truth = truth;
        this.clock = clock;
    }

    /**
     * One conversation.
     *
     * @param chat what clients call the chat
     * @param createdAtMillis since the epoch
     */
    public record Row(String chat, String conversation, long createdAtMillis, long usedAtMillis) {
        public Row {
            Objects.requireNonNull(chat);
            Objects.requireNonNull(conversation);
        }
    }

    /**
     * Keeps them all, or none; a chat that is there already keeps the conversation that was used
     * last. They count as unused from now on.
     *
     * @return how many are new, or newer than what was there
     */
    public int add(List<Row> rows) {
        long now = clock.millis();
        return truth.write(handle -> {
            try (var batch = handle.prepareBatch(ADD)) {
                for (Row row : rows) {
                    batch.bind("chat", row.chat())
                            .bind("conversation", row.conversation())
                            .bind("created", row.createdAtMillis())
                            .bind("used", row.usedAtMillis())
                            .bind("imported", now)
                            .add();
                }
                return Arrays.stream(batch.execute()).sum();
            }
        });
    }

    /** The conversation of this chat, as long as nobody has claimed it. */
    public Optional<String> find(String chat) {
        return truth.read(handle -> find(handle, chat));
    }

    static Optional<String> find(Handle handle, String chat) {
        return handle.createQuery(
                        "SELECT conversation FROM unclaimed_conversations WHERE chat = :chat")
                .bind("chat", chat)
                .mapTo(String.class)
                .findOne();
    }

    /** Somebody has claimed it, or it is gone. */
    static void forget(Database truth, String chat) {
        var _ =
                truth.write(handle ->
                        handle.createUpdate(
                                        "DELETE FROM unclaimed_conversations WHERE chat = :chat")
                                .bind("chat", chat)
                                .execute());
    }
}
