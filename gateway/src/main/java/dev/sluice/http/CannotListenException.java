package dev.sluice.http;

import org.jspecify.annotations.Nullable;

/** The address is taken, or is not this machine's. */
public final class CannotListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotListenException(ServerConfig config, @Nullable Throwable cause) {
        super("cannot listen on " + config.host() + ":" + config.port(), cause);
    }

    /** In the network's own words. */
    public String why() {
        return getCause() == null ? "unknown" : String.valueOf(getCause().getMessage());
    }

    public boolean portTaken() {
        // The native transport has an exception of its own; the system's words are the same.
        return getCause() != null && String.valueOf(getCause().getMessage()).contains("in use");
    }
}
