package dev.sluice.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where the gateway listens and how it ends.
 *
 * @param listen at least one address
 * @param trustedProxies networks such as {@code 10.0.0.0/8} whose {@code X-Forwarded-For} counts
 * @param drain how long running answers may go on after a SIGTERM
 * @param badRequests whether failures that must not be repeated get the status 400
 */
public record ServerConfig(
        List<Listen> listen,
        Tls tls,
        List<String> trustedProxies,
        Duration drain,
        boolean badRequests) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8000;
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    public ServerConfig {
        listen = List.copyOf(listen);
        Objects.requireNonNull(tls);
        trustedProxies = List.copyOf(trustedProxies);
        Objects.requireNonNull(drain);
    }

    /** With each failure's own status. */
    public ServerConfig(List<Listen> listen, Tls tls, List<String> trustedProxies, Duration drain) {
        this(listen, tls, trustedProxies, drain, false);
    }

    /** One address, without TLS and without proxies before it. */
    public static ServerConfig plain(String host, int port, Duration drain) {
        return new ServerConfig(
                List.of(new Listen(host, port, false)), new Tls.None(), List.of(), drain);
    }
}
