package dev.sluice.testkit;

import java.io.Serial;
import java.net.InetSocketAddress;

/** The address to listen on is not to be had. */
public final class CannotListenException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    CannotListenException(InetSocketAddress address, Throwable cause) {
        super(
                "cannot listen on %s port %d (%s); choose another --port, or 0 for a free one"
                        .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
                cause);
    }
}
