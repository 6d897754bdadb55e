/** Measures the gateway beside nginx, with the method of docs/reference/performance.md. */
@NullMarked
package dev.sluice.cli.bench;

import org.jspecify.annotations.NullMarked;
