/** Who is calling, and may they. */
@NullMarked
package dev.sluice.access;

import org.jspecify.annotations.NullMarked;
