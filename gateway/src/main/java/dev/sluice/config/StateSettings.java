package dev.sluice.config;

import dev.sluice.store.StoreConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What commands beside a gateway need of its configuration.
 *
 * @param keyNames whose keys are configured
 * @param retention how long unused conversations are kept, zero for ever
 */
public record StateSettings(StoreConfig store, List<String> keyNames, Duration retention) {
    public StateSettings {
        Objects.requireNonNull(store);
        Objects.requireNonNull(retention);
        keyNames = List.copyOf(keyNames);
    }
}
