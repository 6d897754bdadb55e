/** What OpenDify left behind, and how it is taken over. */
@NullMarked
package dev.sluice.compat.opendify;

import org.jspecify.annotations.NullMarked;
