package dev.sluice.access;

import java.util.Objects;

/** A key that the configuration holds, used as it is written there. */
public record ConfiguredKey(String name, String key) {
    public ConfiguredKey {
        Objects.requireNonNull(name);
        Objects.requireNonNull(key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return name;
    }
}
