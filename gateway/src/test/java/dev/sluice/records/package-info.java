/** What is kept of requests, on the real database. */
@NullMarked
package dev.sluice.records;

import org.jspecify.annotations.NullMarked;
