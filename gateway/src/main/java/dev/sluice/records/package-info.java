/** What became of each request: its line in the log, its metrics, and its record in the ring. */
@NullMarked
package dev.sluice.records;

import org.jspecify.annotations.NullMarked;
