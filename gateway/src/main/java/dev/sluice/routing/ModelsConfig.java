package dev.sluice.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names that stand for several upstreams.
 *
 * @param chains model to upstream names, tried in this order
 */
public record ModelsConfig(Map<String, List<String>> chains) {
    public ModelsConfig {
        var copy = new LinkedHashMap<String, List<String>>();
        chains.forEach((model, upstreams) -> copy.put(model, List.copyOf(upstreams)));
        chains = Collections.unmodifiableMap(copy);
    }
}
