package dev.sluice.protocol;

import java.util.Objects;

/**
 * What a run asks of an upstream: one of its models.
 *
 * @param name what the upstream calls the model, empty where it has but one
 * @param facts of the upstream, made by its own dialect
 */
public record TargetModel(String name, Facts facts) {
    public TargetModel {
        Objects.requireNonNull(name);
        Objects.requireNonNull(facts);
    }
}
