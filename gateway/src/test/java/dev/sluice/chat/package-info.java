/** How a chat finds its upstream and its end. */
@NullMarked
package dev.sluice.chat;

import org.jspecify.annotations.NullMarked;
