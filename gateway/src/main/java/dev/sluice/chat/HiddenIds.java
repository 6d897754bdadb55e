package dev.sluice.chat;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.InvisibleRuns;
import dev.sluice.protocol.Message;
import java.util.List;
import java.util.Optional;

/** Ids of conversations that an older system hid in its answers. */
final class HiddenIds {
    private HiddenIds() {}

    /** The request as an upstream may see it. */
    static ChatRequest without(ChatRequest request) {
        List<Message> messages = request.messages();
        return messages.stream().anyMatch(message -> InvisibleRuns.contains(message.text()))
                ? request.saying(messages.stream().map(HiddenIds::without).toList())
                : request;
    }

    private static Message without(Message message) {
        return message.mapTexts(InvisibleRuns::remove);
    }

    /** The one in the last answer. */
    static Optional<String> conversation(ChatRequest request) {
        return request.messages().stream()
                .filter(message -> message instanceof Message.Assistant)
                .reduce((_, last) -> last)
                .flatMap(answer -> InvisibleRuns.conversation(answer.text()));
    }
}
