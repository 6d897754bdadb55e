package dev.sluice.config;

import java.util.Objects;

/**
 * The name of a variable of another system.
 *
 * @param meaning what it is taken as, or why it has no effect
 */
public record ImportedName(String name, Use use, String meaning) {
    /** What a name can be for. */
    public enum Use {
        /** A map of models to keys, which makes upstreams as well. */
        MODELS,
        /** Makes upstreams, so that it can be a configuration by itself. */
        UPSTREAMS,
        OTHER,
        /** Has no effect. */
        NONE
    }

    public ImportedName {
        Objects.requireNonNull(name);
        Objects.requireNonNull(use);
        Objects.requireNonNull(meaning);
    }

    boolean makesUpstreams() {
        return use == Use.MODELS || use == Use.UPSTREAMS;
    }
}
