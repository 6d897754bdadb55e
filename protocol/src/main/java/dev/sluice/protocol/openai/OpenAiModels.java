package dev.sluice.protocol.openai;

import dev.sluice.protocol.WireBuffer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The models a client may name, as JSON. After OpenAI's members come those that Open WebUI takes
 * over (0.6.43 and 0.12.4): a capability that is false there keeps it from sending what cannot be
 * served. Its {@code file_context} is left out, since without it Open WebUI would not put the files
 * of a chat into its words either.
 */
public final class OpenAiModels {
    private OpenAiModels() {}

    /** In the order of the ids, whatever the order given. */
    public static String list(Collection<OpenAiModel> models, long createdSeconds) {
        WireBuffer out = new WireBuffer().text("{\"object\":\"list\",\"data\":[");
        List<OpenAiModel> sorted =
                models.stream().sorted(Comparator.comparing(OpenAiModel::id)).toList();
        for (int i = 0; i < sorted.size(); i++) {
            out.text(i == 0 ? "" : ",");
            write(sorted.get(i), createdSeconds, out);
        }
        return out.text("]}").utf8();
    }

    /** One of them alone. */
    public static String single(OpenAiModel model, long createdSeconds) {
        WireBuffer out = new WireBuffer();
        write(model, createdSeconds, out);
        return out.utf8();
    }

    private static void write(OpenAiModel model, long createdSeconds, WireBuffer out) {
        out.text("{\"id\":\"").escaped(model.id());
        out.text("\",\"object\":\"model\",\"created\":").text(Long.toString(createdSeconds));
        out.text(",\"owned_by\":\"sluice\"");
        if (!model.name().isEmpty()) {
            out.text(",\"name\":\"").escaped(model.name()).text("\"");
        }
        tags(model.tags(), out);
        out.text(",\"info\":{\"meta\":{");
        if (!model.description().isEmpty()) {
            out.text("\"description\":\"").escaped(model.description()).text("\",");
        }
        out.text("\"capabilities\":{\"builtin_tools\":").text(text(model.callsTools()));
        out.text(",\"usage\":true,\"vision\":").text(text(model.takesImages()));
        out.text("}}}}");
    }

    private static void tags(List<String> tags, WireBuffer out) {
        for (int i = 0; i < tags.size(); i++) {
            out.text(i == 0 ? ",\"tags\":[" : ",");
            out.text("{\"name\":\"").escaped(tags.get(i)).text("\"}");
        }
        out.text(tags.isEmpty() ? "" : "]");
    }

    private static String text(boolean value) {
        return value ? "true" : "false";
    }
}
