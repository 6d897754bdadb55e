package dev.sluice.conversation;

import dev.sluice.protocol.InvisibleRuns;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers in the one form in which all that clients send back of them are equal: without what the
 * model thought, without what front ends show of tools, and without citations and images.
 */
final class AnswerText {
    /** The tags of reasoning, and the blocks that Open WebUI makes of it and of tools. */
    private static final Pattern TAG =
            Pattern.compile(
                    "<think(?:ing)?>"
                            + "|<details type=\"(?:reasoning|tool_calls|code_interpreter)\"[^>]*>"
                            + "|</think(?:ing)?>|</details>");

    /** Images as markdown, which Open WebUI is sent beside the text and does not send back. */
    private static final Pattern IMAGE = Pattern.compile("!\\[[^\\[\\]\\n]*+]\\([^()\\s]*+\\)");

    /**
     * Numbers of sources, as Open WebUI's template asks for them and as other apps write them. The
     * repetition is possessive, since any other of a group takes stack for each number.
     */
    private static final Pattern CITATION =
            Pattern.compile("\\[\\d{1,3}(?:, ?\\d{1,3})*+]|\u3010[^\u3011]{1,80}\u3011");

    private AnswerText() {}

    /** What a reader sees; reasoning without an end goes on to the end. */
    static String visible(String answer) {
        var visible = new StringBuilder();
        int depth = 0;
        int from = 0;
        // A tag without its end would be looked for from each beginning to the end of the answer.
        Matcher tag = TAG.matcher(answer).region(0, answer.lastIndexOf('>') + 1);
        for (; tag.find(); from = tag.end()) {
            if (depth == 0) {
                visible.append(answer, from, tag.start());
            }
            boolean closes = tag.group().startsWith("</");
            depth = closes ? Math.max(0, depth - 1) : depth + 1;
        }
        if (depth == 0) {
            visible.append(answer, from, answer.length());
        }
        String text = InvisibleRuns.remove(visible.toString());
        return CITATION.matcher(IMAGE.matcher(text).replaceAll("")).replaceAll("");
    }
}
