package dev.sluice.store;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether SQLite's log of a database was deleted: it is written on to without a name then,
 * and all that was not yet taken into the database is lost at the end of the process. Used by one
 * thread at a time.
 */
final class LogWatch {
    /** At a first look SQLite may be recreating it, as when all connections were closed. */
    private static final int LOOKS = 2;

    private final Path log;
    private @Nullable Object seen;
    private int missing;

    LogWatch(Path log) {
        this.log = log;
    }

    /** Once it is lost, only the same file makes that good, not another that was made since. */
    Optional<String> lost() {
        Object found = FolderWatch.identity(log).orElse(null);
        boolean lost = missing >= LOOKS;
        if (found != null && (!lost || found.equals(seen))) {
            seen = found;
            missing = 0;
        } else if (seen != null && found == null && !lost) {
            missing++;
        }
        return missing < LOOKS
                ? Optional.empty()
                : Optional.of(
                        ("%s was deleted while the gateway has it open, so what was stored since then"
                                        + " and shortly before is lost when the gateway ends; put the"
                                        + " same file back, or restart the gateway")
                                .formatted(log));
    }
}
