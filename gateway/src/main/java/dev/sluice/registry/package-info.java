/** Which upstreams exist, and what they tell of themselves. */
@NullMarked
package dev.sluice.registry;

import org.jspecify.annotations.NullMarked;
