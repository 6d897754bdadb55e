/** Remembered conversations, on both databases. */
@NullMarked
package dev.sluice.conversation;

import org.jspecify.annotations.NullMarked;
