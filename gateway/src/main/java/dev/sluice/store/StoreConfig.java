package dev.sluice.store;

import java.util.Objects;

/**
 * Where the truth is kept.
 *
 * @param folder the state folder as configured, empty for {@code data} beside the configuration
 * @param url of a PostgreSQL database, such as {@code postgresql://user:password@host/sluice};
 *     empty for SQLite in the state folder
 */
public record StoreConfig(String folder, String url) {
    public static final StoreConfig DEFAULT = new StoreConfig("", "");

    public StoreConfig {
        Objects.requireNonNull(folder);
        Objects.requireNonNull(url);
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return url.isEmpty() ? "SQLite" : "PostgreSQL";
    }
}
