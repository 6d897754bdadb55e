/** How a Dify app is asked, and how its answers, streams and refusals are read. */
@NullMarked
package dev.sluice.protocol.dify;

import org.jspecify.annotations.NullMarked;
