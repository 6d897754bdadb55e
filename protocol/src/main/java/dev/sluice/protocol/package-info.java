/** What a chat is, for every wire: requests, events and failures, without input or output. */
@NullMarked
package dev.sluice.protocol;

import org.jspecify.annotations.NullMarked;
