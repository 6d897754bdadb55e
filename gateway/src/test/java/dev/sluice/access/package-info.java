/** Keys, permissions and browsers, on both databases. */
@NullMarked
package dev.sluice.access;

import org.jspecify.annotations.NullMarked;
