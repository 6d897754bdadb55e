package dev.sluice.protocol.dify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The message of an error body, without what validators repeat of the request: of those only field
 * and rule are kept.
 */
final class ValidationText {
    /** What a caller gets to see of an upstream's words. */
    private static final int MAX_CHARS = 300;

    /** What of an upstream's words is looked at, lest a long one costs more than it says. */
    static final int READ_CHARS = 8 * 1024;

    private static final String TYPE = " [type=";

    /** Blanks, controls, and what ends a line or changes its direction. */
    private static final Pattern BLANKS =
            Pattern.compile(
                    "[\\s\\p{Cc}\\p{Zl}\\p{Zp}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]++");

    /** Since 1.8 a 404 goes on like this and lists paths of Dify. */
    private static final String ROUTER_HINT = " You have requested this URI";

    private static final String UNTOLD = "a field breaks a rule";

    private ValidationText() {}

    static String of(JsonNode body) {
        String message = cut(body.path("message").asString(""));
        if (body.path("errors").isObject()) {
            return errors(body.path("errors"));
        }
        String field = shortened(body.path("params").asString(""));
        if (!field.isEmpty()) {
            return field + ": " + message;
        }
        return told(message);
    }

    /** The same of a message by itself, and without what routers add to theirs. */
    static String told(String whole) {
        String message = cut(whole);
        if (message.contains("[type=") || message.contains("input_value=")) {
            return fieldsAndRules(message);
        }
        int hint = message.indexOf(ROUTER_HINT);
        return hint < 0 ? message : message.substring(0, hint);
    }

    static String cut(String text) {
        return text.substring(0, Math.min(text.length(), READ_CHARS));
    }

    /** At most {@value #MAX_CHARS} characters on one line. */
    static String shortened(String text) {
        // Cut first: a whole page is not worth being searched for blanks.
        String start = text.substring(0, Math.min(text.length(), 2 * MAX_CHARS));
        String line = BLANKS.matcher(start).replaceAll(" ").strip();
        if (line.length() <= MAX_CHARS) {
            return line;
        }
        boolean halfACharacter = Character.isHighSurrogate(line.charAt(MAX_CHARS - 2));
        return line.substring(0, MAX_CHARS - (halfACharacter ? 2 : 1)) + "…";
    }

    /** Since 1.11: a line with the field, then an indented one with the rule and what was sent. */
    private static String fieldsAndRules(String message) {
        List<String> told = new ArrayList<>();
        String field = "";
        for (String line : message.split("\n", -1)) {
            int type = line.indexOf(TYPE);
            if (!line.startsWith(" ")) {
                field = line;
            } else if (type > 0 && !field.isEmpty()) {
                told.add(field + ": " + line.substring(0, type).strip());
            }
        }
        return told.isEmpty() ? UNTOLD : String.join("; ", told);
    }

    /** From 1.8 to 1.10: a member for each field, whose text may begin with what was sent. */
    private static String errors(JsonNode errors) {
        List<String> told = new ArrayList<>();
        for (Map.Entry<String, JsonNode> error : errors.properties()) {
            String text = cut(error.getValue().asString(""));
            int rule = text.lastIndexOf(" is ");
            told.add(
                    shortened(error.getKey())
                            + ": "
                            + (rule < 0 ? UNTOLD : text.substring(rule + 1)));
        }
        return told.isEmpty() ? UNTOLD : String.join("; ", told);
    }
}
