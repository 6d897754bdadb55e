/** How what a system before left behind is read. */
@NullMarked
package dev.sluice.compat.opendify;

import org.jspecify.annotations.NullMarked;
