package dev.sluice.testkit.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What every connection of a load sends, again and again.
 *
 * @param bearer the key for the authorization header
 * @param body may hold {@link #CONNECTION}
 */
public record LoadRequest(String method, URI url, String bearer, String body) {
    /** Stands in a body for the number of the connection that sends it. */
    public static final String CONNECTION = "$connection";

    public LoadRequest {
        Objects.requireNonNull(method);
        Objects.requireNonNull(url);
        Objects.requireNonNull(bearer);
        Objects.requireNonNull(body);
    }

    public static LoadRequest get(URI url, String bearer) {
        return new LoadRequest("GET", url, bearer, "");
    }

    public static LoadRequest post(URI url, String bearer, String json) {
        return new LoadRequest("POST", url, bearer, json);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(url.getHost(), url.getPort());
    }

    ByteBuf bytes(int connection) {
        String json = body.replace(CONNECTION, Integer.toString(connection));
        String head =
                "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n%s\r\n"
                        .formatted(
                                method,
                                url.getRawPath(),
                                url.getRawAuthority(),
                                bearer,
                                json.isEmpty() ? "" : contentHeaders(json));
        return Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer(head + json, StandardCharsets.UTF_8));
    }

    private static String contentHeaders(String json) {
        return "Content-Type: application/json\r\nContent-Length: %d\r\n"
                .formatted(json.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Neither key nor body. */
    @Override
    public String toString() {
        return method + " " + url;
    }
}
