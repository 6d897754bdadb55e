package dev.sluice.web;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ErrorDialect;

/** The answer to paths that no route has. */
public interface UnknownPaths {

    /** How failures are spelt where no route says so, also of what is no valid request. */
    ErrorDialect errors();

    /**
     * The failure that helps most.
     *
     * @param origin scheme, name and port as the client sees the gateway; empty where they cannot
     *     be relied on
     */
    ChatFailure failure(String method, RequestPath path, String origin);
}
