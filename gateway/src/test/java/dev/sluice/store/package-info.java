/** Shows the store on the real databases: SQLite's files, and a PostgreSQL server. */
@NullMarked
package dev.sluice.store;

import org.jspecify.annotations.NullMarked;
