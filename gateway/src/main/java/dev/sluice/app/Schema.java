package dev.sluice.app;

import dev.sluice.access.ApiKeys;
import dev.sluice.conversation.Conversations;
import dev.sluice.records.RequestRecords;
import dev.sluice.store.Migration;
import java.util.List;

/** Every step that the databases take; a capability that keeps something adds its own here. */
public final class Schema {
    private Schema() {}

    /** What must never be lost. */
    public static List<Migration> truth() {
        return List.of(
                Migration.read(ApiKeys.class, "V0001__api_keys.sql"),
                Migration.read(Conversations.class, "V0002__conversations.sql"),
                Migration.read(ApiKeys.class, "V0003__key_traits.sql"),
                Migration.read(Conversations.class, "V0004__many_conversations.sql"),
                Migration.read(Conversations.class, "V0005__instructions.sql"),
                Migration.read(Conversations.class, "V0006__imported_at.sql"));
    }

    /** What may be thrown away. */
    public static List<Migration> flow() {
        return RequestRecords.MIGRATIONS;
    }
}
