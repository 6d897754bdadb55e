package dev.sluice.protocol.openai;

import dev.sluice.protocol.Citation;
import dev.sluice.protocol.JsonText;
import dev.sluice.protocol.WireBuffer;

/**
 * Events that Open WebUI takes from a stream beside its chunks (seen with 0.6.43 and 0.12.4); other
 * clients do not know them.
 */
public final class OpenWebUiEvents {
    private static final int NAME_BYTES = 1024;
    private static final int URL_BYTES = 4 * 1024;
    private static final int PASSAGE_BYTES = 16 * 1024;

    private OpenWebUiEvents() {}

    /**
     * A line above the answer.
     *
     * @param done whether what it says is over
     */
    public static void status(String description, boolean done, WireBuffer out) {
        out.text("data: {\"event\":{\"type\":\"status\",\"data\":{\"description\":\"");
        out.escaped(JsonText.shortened(description, NAME_BYTES));
        out.text("\",\"done\":").text(Boolean.toString(done)).text("}}}\n\n");
    }

    /** A passage below the answer. */
    public static void source(Citation citation, WireBuffer out) {
        String name = JsonText.shortened(citation.source(), NAME_BYTES);
        out.text("data: {\"event\":{\"type\":\"source\",\"data\":{\"source\":{\"name\":\"");
        out.escaped(name);
        if (fits(citation.url())) {
            out.text("\",\"url\":\"").escaped(citation.url());
        }
        out.text("\"},\"document\":[\"");
        out.escaped(JsonText.shortened(citation.text(), PASSAGE_BYTES));
        out.text("\"],\"metadata\":[{\"source\":\"").escaped(name);
        if (!citation.collection().isEmpty()) {
            out.text("\",\"collection\":\"");
            out.escaped(JsonText.shortened(citation.collection(), NAME_BYTES));
        }
        out.text("\"}]");
        if (citation.score() != 0) {
            out.text(",\"distances\":[").text(Double.toString(citation.score())).text("]");
        }
        out.text("}}}\n\n");
    }

    /** Half an address leads nowhere. */
    private static boolean fits(String url) {
        return !url.isEmpty() && JsonText.end(url, 0, URL_BYTES) == url.length();
    }
}
