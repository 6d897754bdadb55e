package dev.sluice.config;

import dev.sluice.store.StoreConfig;
import java.util.List;
import java.util.Objects;

/**
 * What commands beside a gateway need of its configuration.
 *
 * @param keyNames whose keys are configured
 */
public record StateSettings(StoreConfig store, List<String> keyNames) {
    public StateSettings {
        Objects.requireNonNull(store);
        keyNames = List.copyOf(keyNames);
    }
}
