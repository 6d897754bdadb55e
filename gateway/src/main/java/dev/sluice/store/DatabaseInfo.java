package dev.sluice.store;

import java.util.List;
import java.util.Objects;

/**
 * What a database tells of itself.
 *
 * @param path of its file, empty when it is on a server
 * @param bytes that it takes
 * @param journalMode of its file, empty when it is on a server
 * @param tables their names, in order
 */
public record DatabaseInfo(String path, long bytes, String journalMode, List<String> tables) {
    public DatabaseInfo {
        Objects.requireNonNull(path);
        Objects.requireNonNull(journalMode);
        tables = List.copyOf(tables);
    }
}
