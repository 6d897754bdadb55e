package dev.sluice.protocol;

import java.util.Objects;

/**
 * That a request asks for a feature.
 *
 * @param member the path of the member that does, as its client's API calls it
 */
public record FeatureUse(Feature feature, String member) {
    public FeatureUse {
        Objects.requireNonNull(feature);
        Objects.requireNonNull(member);
    }
}
