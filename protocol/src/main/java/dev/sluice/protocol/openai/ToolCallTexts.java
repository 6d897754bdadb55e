package dev.sluice.protocol.openai;

import dev.sluice.protocol.ChatEvent.ToolCallDelta;
import dev.sluice.protocol.WireBuffer;
import java.util.ArrayList;
import java.util.List;

/** The tool calls of an answer in one piece, gathered from their deltas. */
final class ToolCallTexts {
    /** Agents parse what they get, and expect an object. */
    static final String NO_ARGUMENTS = "{}";

    private final List<Call> calls = new ArrayList<>();

    private static final class Call {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    void add(ToolCallDelta delta) {
        while (calls.size() <= delta.index()) {
            calls.add(new Call());
        }
        Call call = calls.get(delta.index());
        call.id = delta.id().isEmpty() ? call.id : delta.id();
        call.name = delta.name().isEmpty() ? call.name : delta.name();
        call.arguments.append(delta.arguments());
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** As a member of the message. */
    void write(WireBuffer out) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            out.text(i == 0 ? ",\"tool_calls\":[" : ",");
            out.text("{\"id\":\"").escaped(call.id);
            out.text("\",\"type\":\"function\",\"function\":{\"name\":\"").escaped(call.name);
            out.text("\",\"arguments\":\"");
            out.escaped(call.arguments.isEmpty() ? NO_ARGUMENTS : call.arguments.toString());
            out.text("\"}}");
        }
        out.text(calls.isEmpty() ? "" : "]");
    }
}
