package dev.sluice.config;

import java.util.Objects;

/**
 * Flags of the command line that win over the file, as they were typed; empty for a flag that was
 * not given.
 */
public record Overrides(String host, String port) {
    public static final Overrides NONE = new Overrides("", "");

    public Overrides {
        Objects.requireNonNull(host);
        Objects.requireNonNull(port);
    }
}
