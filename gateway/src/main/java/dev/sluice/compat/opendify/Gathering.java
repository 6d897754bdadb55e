package dev.sluice.compat.opendify;

import dev.sluice.conversation.Unclaimed;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what several files remember; of two conversations of one chat the newer counts. */
final class Gathering {
    /** They are held in memory, and no installation has nearly as many. */
    private static final int MOST_ENTRIES = 500_000;

    private static final int LONGEST_CHAT_CHARS = 200;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Map<String, Unclaimed.Row> rows = new LinkedHashMap<>();
    private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    private int entries;

    void add(Unclaimed.Row row) {
        var fault = fault(row);
        if (fault.isPresent()) {
            leaveOut(fault.get());
            return;
        }
        count();
        var other = rows.get(row.chat());
        if (other != null) {
            leftOut.merge(LeftOut.REPEATED, 1, Integer::sum);
        }
        if (other == null || other.usedAtMillis() < row.usedAtMillis()) {
            rows.put(row.chat(), row);
        }
    }

    void leaveOut(LeftOut why) {
        count();
        leftOut.merge(why, 1, Integer::sum);
    }

    private void count() {
        entries++;
        if (entries > MOST_ENTRIES) {
            throw new MigrationException(
                    "there are more than "
                            + MOST_ENTRIES
                            + " conversations, which no OpenDify has; is this the right folder?",
                    null);
        }
    }

    private static Optional<LeftOut> fault(Unclaimed.Row row) {
        String chat = row.chat();
        if (chat.isBlank()) {
            return Optional.of(LeftOut.EMPTY_CHAT);
        }
        if (chat.length() > LONGEST_CHAT_CHARS) {
            return Optional.of(LeftOut.LONG_CHAT);
        }
        if (chat.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(LeftOut.BROKEN_CHAT);
        }
        return UUID.matcher(row.conversation()).matches()
                ? Optional.empty()
                : Optional.of(LeftOut.NO_CONVERSATION);
    }

    /** How many entries there were up to now, good or bad. */
    int entries() {
        return entries;
    }

    Collection<Unclaimed.Row> rows() {
        return rows.values();
    }

    Map<LeftOut, Integer> leftOut() {
        return leftOut;
    }
}
