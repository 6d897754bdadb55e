package dev.sluice.conversation;

import java.util.ArrayList;
import java.util.List;

/**
 * Digests of how a question of several lines ends. Front ends put what they found for a question
 * before it, and later send it bare.
 */
final class QuestionEndings {
    /** So many lines a question may have that is recognized. */
    private static final int MOST = 8;

    private static final int CHARACTERS = 16;
    private static final String BETWEEN = " ";

    private QuestionEndings() {}

    /** From the beginning of each of its last lines, as one text. */
    static String of(String question) {
        var endings = new ArrayList<String>();
        int from = question.stripTrailing().lastIndexOf('\n');
        while (from >= 0 && endings.size() < MOST) {
            String ending = question.substring(from + 1);
            if (!ending.isBlank()) {
                endings.add(Turns.digest(ending).substring(0, CHARACTERS));
            }
            from = from == 0 ? -1 : question.lastIndexOf('\n', from - 1);
        }
        return String.join(BETWEEN, endings);
    }

    /** Whether the question with this digest is one of them. */
    static boolean contain(String endings, String question) {
        return !question.isEmpty()
                && List.of(endings.split(BETWEEN, -1)).contains(question.substring(0, CHARACTERS));
    }
}
