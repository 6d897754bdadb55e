package dev.sluice.protocol;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the model is to choose its words.
 *
 * @param values with every digit they were written with; of {@link Feature#LOGPROBS} how many
 *     alternatives are wanted beside each token
 * @param logitBias as a JSON object, empty for none
 */
public record Sampling(Map<Feature, BigDecimal> values, String logitBias) {
    public static final Sampling DEFAULT = new Sampling(Map.of(), "");

    public Sampling {
        values = Map.copyOf(values);
        Objects.requireNonNull(logitBias);
    }

    /** Empty where the model's own value counts. */
    public Optional<BigDecimal> value(Feature feature) {
        return Optional.ofNullable(values.get(feature));
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Sampling" + values.keySet();
    }
}
