package dev.sluice.edge;

import dev.sluice.access.FrontEnds;
import dev.sluice.chat.Chat;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.telemetry.Metrics;
import java.time.InstantSource;

/** What answers the routes of the public API. */
public final class Endpoints {
    private final ChatEndpoint openAiChat;
    private final OpenAiModelList openAiModels;
    private final Operations operations;

    /**
     * @param vendors what upstreams read themselves of the bodies of chats
     */
    public Endpoints(
            Chat chat,
            Readiness readiness,
            Metrics metrics,
            VendorMembers vendors,
            InstantSource clock) {
        this.openAiChat =
                new ChatEndpoint(
                        chat, new FrontEnds(), ClientDialects.openAi(vendors), vendors, clock);
        this.openAiModels = new OpenAiModelList(clock.instant().getEpochSecond());
        this.operations = new Operations(readiness, metrics);
    }

    ChatEndpoint openAiChat() {
        return openAiChat;
    }

    OpenAiModelList openAiModels() {
        return openAiModels;
    }

    Operations operations() {
        return operations;
    }
}
