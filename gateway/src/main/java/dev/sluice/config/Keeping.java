package dev.sluice.config;

import dev.sluice.conversation.ConversationConfig;
import dev.sluice.records.RecordsConfig;
import dev.sluice.store.StoreConfig;
import java.util.Objects;

/** What is kept: where, how much and how long. */
public record Keeping(StoreConfig store, RecordsConfig records, ConversationConfig conversations) {
    public Keeping {
        Objects.requireNonNull(store);
        Objects.requireNonNull(records);
        Objects.requireNonNull(conversations);
    }
}
