package dev.sluice.web;

import dev.sluice.access.Access;
import dev.sluice.access.Browsers;
import dev.sluice.access.Speakers;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.routing.Router;
import java.util.Objects;

/**
 * What requests are answered by; replaced whole at a reload, and kept by those it found.
 *
 * @param badRequests whether failures that must not be repeated get the status 400
 */
public record Snapshot(
        Router router,
        Access access,
        Browsers browsers,
        Speakers speakers,
        ConversationConfig conversations,
        boolean badRequests) {
    public Snapshot {
        Objects.requireNonNull(router);
        Objects.requireNonNull(access);
        Objects.requireNonNull(browsers);
        Objects.requireNonNull(speakers);
        Objects.requireNonNull(conversations);
    }
}
