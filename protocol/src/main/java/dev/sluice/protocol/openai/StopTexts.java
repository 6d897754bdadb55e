package dev.sluice.protocol.openai;

import dev.sluice.protocol.Fields;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads {@code stop}: a text, or a list of them. */
final class StopTexts {
    private static final String STOP = "stop";

    /** Each costs a step for every character of the answer; OpenAI takes four. */
    private static final int MOST = 16;

    /** So much of an answer may have to be held back. */
    private static final int MOST_CHARACTERS = 1_000;

    private StopTexts() {}

    static List<String> read(JsonNode body) {
        JsonNode stop = body.path(STOP);
        if (Fields.absent(stop)) {
            return List.of();
        }
        var texts = new ArrayList<String>();
        if (stop.isArray()) {
            stop.forEach(text -> add(text, texts));
        } else {
            add(stop, texts);
        }
        if (texts.size() > MOST) {
            throw Fields.invalid(STOP, "stop must have at most " + MOST + " texts");
        }
        return texts;
    }

    private static void add(JsonNode text, List<String> texts) {
        if (!text.isString() || text.stringValue().length() > MOST_CHARACTERS) {
            throw Fields.invalid(
                    STOP,
                    "stop must be a text of at most "
                            + MOST_CHARACTERS
                            + " characters, or a list of them");
        }
        // Forms of front ends send what was not filled in.
        if (!text.stringValue().isEmpty() && !texts.contains(text.stringValue())) {
            texts.add(text.stringValue());
        }
    }
}
