package dev.sluice.access;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Metadata;
import dev.sluice.protocol.Origin;
import dev.sluice.protocol.Output;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/** Requests by what they say of their users and chats. */
record Asked(Map<String, String> sent, ChatRequest request) {
    static final Caller FRONT = new Caller("front", Set.of(Permission.CHAT), true);
    static final Caller LAPTOP = new Caller("laptop", Set.of(Permission.CHAT), false);
    static final Asked NOTHING = new Asked(Map.of(), request("", Metadata.NONE, ""));

    /** With these headers, a name and its value in turn. */
    static Asked with(String... headers) {
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i], headers[i + 1]);
        }
        return new Asked(sent, NOTHING.request);
    }

    Asked by(String user) {
        return new Asked(sent, request(user, request.origin().metadata(), request.conversation()));
    }

    Asked saying(String user, String chat) {
        var metadata = new Metadata(user, chat);
        return new Asked(sent, request(request.origin().user(), metadata, request.conversation()));
    }

    Asked in(String conversation) {
        return new Asked(sent, request.in(conversation));
    }

    UnaryOperator<String> headers() {
        return name -> sent.getOrDefault(name, "");
    }

    private static ChatRequest request(String user, Metadata metadata, String conversation) {
        return new ChatRequest("model", List.of(), Output.WHOLE)
                .from(new Origin(user, metadata, conversation));
    }

    /** What the caller is told. */
    static ChatFailure refusal(Runnable action) {
        return Assertions.catchThrowableOfType(ChatFailedException.class, action::run).failure();
    }
}
