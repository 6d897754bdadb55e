package dev.sluice.compat.opendify;

import dev.sluice.conversation.Unclaimed;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The conversations that were found.
 *
 * @param files where they stood
 * @param rows those to take over, one for each chat
 * @param leftOut how many are not taken over, by reason
 */
public record Mappings(List<Found> files, List<Unclaimed.Row> rows, Map<LeftOut, Integer> leftOut) {
    /** One file, and how many conversations it remembers. */
    public record Found(Path file, int conversations) {
        public Found {
            Objects.requireNonNull(file);
        }
    }

    public Mappings {
        files = List.copyOf(files);
        rows = List.copyOf(rows);
        leftOut = Map.copyOf(leftOut);
    }

    /** The same, when these conversations turn out to be {@code default_user}'s. */
    public Mappings without(Set<String> conversations) {
        var kept =
                rows.stream().filter(row -> !conversations.contains(row.conversation())).toList();
        if (kept.size() == rows.size()) {
            return this;
        }
        var counts = new EnumMap<LeftOut, Integer>(LeftOut.class);
        counts.putAll(leftOut);
        counts.put(LeftOut.DEFAULT_USER, rows.size() - kept.size());
        return new Mappings(files, kept, counts);
    }
}
