/** Open, migrate, transactions: SQLite on its own threads, or PostgreSQL; nothing of any table. */
@NullMarked
package dev.sluice.store;

import org.jspecify.annotations.NullMarked;
