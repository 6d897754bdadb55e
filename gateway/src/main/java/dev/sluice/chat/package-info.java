/** One chat from admission to the last event. */
@NullMarked
package dev.sluice.chat;

import org.jspecify.annotations.NullMarked;
