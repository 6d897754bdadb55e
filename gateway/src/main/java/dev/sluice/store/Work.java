package dev.sluice.store;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is done inside one transaction.
 *
 * <p>It speaks to the database by its handle alone, within the call, and leaves beginning and
 * ending to the store. It does nothing else, since it runs again when the transaction it shared had
 * to be undone.
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T on(Handle handle);
}
