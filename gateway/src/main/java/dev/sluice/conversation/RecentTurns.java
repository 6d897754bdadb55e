package dev.sluice.conversation;

import dev.sluice.conversation.Turns.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Digests of the last turns of a conversation as one text, short ones, since they are compared with
 * those of one chat alone.
 */
final class RecentTurns {
    /** A window of more messages than these would take is compared as far as they reach. */
    static final int MOST = 24;

    private static final int CHARACTERS = 16;
    private static final String BETWEEN = " ";

    private RecentTurns() {}

    /** The last of them. */
    static String of(List<Turn> turns) {
        return add("", turns);
    }

    /** The last of those and these. */
    static String add(String recent, List<Turn> turns) {
        var all = new ArrayList<>(list(recent));
        turns.forEach(turn -> all.add(pair(turn)));
        return String.join(BETWEEN, all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    private static List<String> list(String recent) {
        return recent.isEmpty() ? List.of() : List.of(recent.split(BETWEEN, -1));
    }

    private static String pair(Turn turn) {
        return shortened(turn.user()) + shortened(turn.answer());
    }

    private static String shortened(String digest) {
        return digest.isEmpty() ? "-".repeat(CHARACTERS) : digest.substring(0, CHARACTERS);
    }

    /** Whether these turns are the last of those; nothing is an end of nothing. */
    static boolean endWith(String recent, List<Turn> turns) {
        List<String> all = list(recent);
        int compared = Math.min(turns.size(), all.size());
        List<String> shown =
                turns.subList(turns.size() - compared, turns.size()).stream()
                        .map(RecentTurns::pair)
                        .toList();
        return compared > 0 && shown.equals(all.subList(all.size() - compared, all.size()));
    }
}
