/** The defects of the systems before: each row of their lists is shown not to be here. */
@NullMarked
package dev.sluice.parity;

import org.jspecify.annotations.NullMarked;
