package dev.sluice.config;

import dev.sluice.access.AccessConfig;
import dev.sluice.http.ServerConfig;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.routing.ModelsConfig;
import java.util.List;

/**
 * The whole configuration, valid.
 *
 * @param source the file it came from, as the user named it
 * @param warnings what was accepted and should still be mended
 */
public record SluiceConfig(
        ServerConfig server,
        AccessConfig access,
        List<UpstreamConfig> upstreams,
        ModelsConfig models,
        String source,
        List<String> warnings) {
    public SluiceConfig {
        upstreams = List.copyOf(upstreams);
        warnings = List.copyOf(warnings);
    }
}
