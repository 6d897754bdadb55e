package dev.sluice.http;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the gateway listens and how it ends.
 *
 * @param port zero takes any free port
 * @param drain how long running answers may go on after a SIGTERM
 */
public record ServerConfig(String host, int port, Duration drain) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8000;
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    public ServerConfig {
        Objects.requireNonNull(host);
        Objects.requireNonNull(drain);
    }
}
