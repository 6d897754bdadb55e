package dev.sluice.config;

import dev.sluice.config.Node.Section;
import dev.sluice.conversation.ConversationConfig;
import dev.sluice.conversation.SideRequests;
import java.time.Duration;
import java.util.List;

/** Binds how chats find their conversations. */
final class ConversationsBinder {
    static final String SENT = "sent";
    static final String NOT_SENT = "not_sent";

    private final Values values;
    private final Findings findings;

    ConversationsBinder(Values values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    ConversationConfig bind(Duration retention, Section chats) {
        Value history = values.value(chats, Setting.CHAT_HISTORY);
        values.requireOneOf(history, List.of(SENT, NOT_SENT));
        return new ConversationConfig(
                retention,
                !history.text().equals(NOT_SENT),
                values.flag(chats, Setting.CHATS_BY_HISTORY),
                new SideRequests(
                        patterns(chats), values.value(chats, Setting.SIDE_REQUESTS).text()));
    }

    private List<String> patterns(Section chats) {
        List<Value> written = values.list(chats, Setting.SIDE_PATTERNS);
        if (written.isEmpty()) {
            return SideRequests.DEFAULT.patterns();
        }
        if (written.size() == 1 && written.getFirst().text().equals(Value.OFF)) {
            return List.of();
        }
        written.stream()
                .filter(pattern -> pattern.text().replace("*", "").isBlank())
                .forEach(pattern ->
                        findings.problem(
                                pattern,
                                "matches every message; write how such a request begins, or off"));
        return written.stream().map(Value::text).toList();
    }
}
