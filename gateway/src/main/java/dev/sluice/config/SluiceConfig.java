package dev.sluice.config;

import dev.sluice.access.AccessConfig;
import dev.sluice.http.ServerConfig;
import dev.sluice.registry.UpstreamConfig;
import dev.sluice.routing.ModelsConfig;
import dev.sluice.telemetry.LogConfig;
import java.util.List;
import java.util.Objects;

/** The whole configuration, valid. */
public record SluiceConfig(
        ServerConfig server,
        AccessConfig access,
        LogConfig log,
        Keeping keeping,
        List<UpstreamConfig> upstreams,
        ModelsConfig models,
        Origin origin) {
    /**
     * Where it came from.
     *
     * @param source the file, as the user named it
     * @param warnings what was accepted and should still be mended
     */
    public record Origin(String source, List<String> warnings) {
        public Origin {
            Objects.requireNonNull(source);
            warnings = List.copyOf(warnings);
        }
    }

    public SluiceConfig {
        Objects.requireNonNull(server);
        Objects.requireNonNull(access);
        Objects.requireNonNull(log);
        Objects.requireNonNull(keeping);
        upstreams = List.copyOf(upstreams);
        Objects.requireNonNull(models);
        Objects.requireNonNull(origin);
    }
}
