package dev.sluice.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class Nearest {
    private static final int MOST_EDITS = 2;

    private Nearest() {}

    /** The end of a message about an unknown name. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known)
                .map(name -> "did you mean " + name + "?")
                .orElseGet(() -> "known: " + String.join(", ", known));
    }

    /** The known name that at most two edits turn the word into. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(word, name) <= Math.min(MOST_EDITS, name.length() - 1))
                .min(Comparator.comparingInt(name -> distance(word, name)));
    }

    /** Insertions, deletions and replacements between two words; case does not count. */
    private static int distance(String one, String other) {
        String from = one.toLowerCase(Locale.ROOT);
        String to = other.toLowerCase(Locale.ROOT);
        int difference = Math.abs(from.length() - to.length());
        if (difference > MOST_EDITS) {
            // A client may call a field by a megabyte.
            return difference;
        }
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
