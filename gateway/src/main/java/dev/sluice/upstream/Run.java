package dev.sluice.upstream;

import dev.sluice.protocol.Call;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.Facts;
import dev.sluice.registry.Upstream;

/** One run of a chat at one upstream: everything an attempt at it needs to know. */
public record Run(Upstream upstream, Facts facts, ChatRequest request, String user) {

    /** The call that starts it. */
    Call call() {
        return upstream.dialect().run(request, facts, user);
    }

    EventReader reader() {
        return upstream.dialect().events(facts);
    }
}
