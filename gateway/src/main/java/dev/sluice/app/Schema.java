package dev.sluice.app;

import dev.sluice.access.ApiKeys;
import dev.sluice.conversation.Conversations;
import dev.sluice.records.RequestRecords;
import dev.sluice.store.Migration;
import java.util.ArrayList;
import java.util.List;

/** Every step that the databases take; a capability that keeps something adds its own here. */
public final class Schema {
    private Schema() {}

    /** What must never be lost. */
    public static List<Migration> truth() {
        var steps = new ArrayList<Migration>();
        steps.add(Migration.read(ApiKeys.class, "V0001__api_keys.sql"));
        steps.addAll(Conversations.MIGRATIONS);
        return List.copyOf(steps);
    }

    /** What may be thrown away. */
    public static List<Migration> flow() {
        return RequestRecords.MIGRATIONS;
    }
}
