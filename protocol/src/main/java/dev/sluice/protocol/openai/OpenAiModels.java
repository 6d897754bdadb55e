package dev.sluice.protocol.openai;

import dev.sluice.protocol.WireBuffer;
import java.util.Collection;
import java.util.List;

/** The models a client may name, as JSON. */
public final class OpenAiModels {
    private OpenAiModels() {}

    /** In the order of the names, whatever the order given. */
    public static String list(Collection<String> ids, long createdSeconds) {
        WireBuffer out = new WireBuffer().text("{\"object\":\"list\",\"data\":[");
        List<String> sorted = ids.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            out.text(i == 0 ? "" : ",");
            write(sorted.get(i), createdSeconds, out);
        }
        return out.text("]}").utf8();
    }

    public static String single(String id, long createdSeconds) {
        WireBuffer out = new WireBuffer();
        write(id, createdSeconds, out);
        return out.utf8();
    }

    private static void write(String id, long createdSeconds, WireBuffer out) {
        out.text("{\"id\":\"").escaped(id);
        out.text("\",\"object\":\"model\",\"created\":").text(Long.toString(createdSeconds));
        out.text(",\"owned_by\":\"sluice\"}");
    }
}
