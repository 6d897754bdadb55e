/** How measurements are shown, and whether nginx takes its configuration. */
@NullMarked
package dev.sluice.cli.bench;

import org.jspecify.annotations.NullMarked;
