package dev.sluice.edge;

import dev.sluice.access.FrontEnds;
import dev.sluice.chat.Chat;
import dev.sluice.conversation.MappingList;
import dev.sluice.telemetry.Metrics;
import java.time.InstantSource;

/** What answers the routes of the public API. */
public final class Endpoints {
    private final OpenAi openAi;
    private final ConversationAdmin conversations;
    private final Operations operations;

    public Endpoints(
            Chat chat,
            Readiness readiness,
            Metrics metrics,
            MappingList mappings,
            InstantSource clock) {
        this.openAi = new OpenAi(chat, new FrontEnds(), clock);
        this.conversations = new ConversationAdmin(mappings, clock);
        this.operations = new Operations(readiness, metrics);
    }

    OpenAi openAi() {
        return openAi;
    }

    ConversationAdmin conversations() {
        return conversations;
    }

    Operations operations() {
        return operations;
    }
}
