package dev.sluice.http;

import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a call goes through a proxy; the environment counts only where it was asked for.
 */
public final class ProxyDecision {
    private static final int DEFAULT_PROXY_PORT = 3128;

    private final Map<String, String> environment;

    public ProxyDecision(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Optional<ProxyOptions> of(ProxyChoice choice, URI target) {
        return switch (choice) {
            case ProxyChoice.Direct _ -> Optional.empty();
            case ProxyChoice.Through(URI proxy) -> Optional.of(options(proxy));
            case ProxyChoice.Environment _ -> fromEnvironment(target);
        };
    }

    private Optional<ProxyOptions> fromEnvironment(URI target) {
        if (excluded(target.getHost())) {
            return Optional.empty();
        }
        String name = target.getScheme().equalsIgnoreCase("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        return variable(name).map(value -> options(URI.create(value)));
    }

    private boolean excluded(String host) {
        return variable("NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> matches(entry, host));
    }

    private static boolean matches(String entry, String host) {
        String suffix = entry.startsWith(".") ? entry : "." + entry;
        return entry.equals("*") || host.equalsIgnoreCase(entry) || host.endsWith(suffix);
    }

    private Optional<String> variable(String name) {
        // Both spellings are in use; the lower-case one is the older.
        return Optional.ofNullable(
                        environment.getOrDefault(
                                name, environment.get(name.toLowerCase(java.util.Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    private static ProxyOptions options(URI proxy) {
        var options =
                new ProxyOptions()
                        .setType(
                                proxy.getScheme().startsWith("socks5")
                                        ? ProxyType.SOCKS5
                                        : ProxyType.HTTP)
                        .setHost(proxy.getHost())
                        .setPort(proxy.getPort() < 0 ? DEFAULT_PROXY_PORT : proxy.getPort());
        String user = proxy.getUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            options.setUsername(colon < 0 ? user : user.substring(0, colon));
            options.setPassword(colon < 0 ? "" : user.substring(colon + 1));
        }
        return options;
    }
}
