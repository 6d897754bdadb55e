/** How what a system before left behind is read. */
@NullMarked
package dev.sluice.migration;

import org.jspecify.annotations.NullMarked;
