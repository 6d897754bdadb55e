/** Who could answer a chat, best first. */
@NullMarked
package dev.sluice.routing;

import org.jspecify.annotations.NullMarked;
