/** Proves that the simulated upstreams show on the wire what their settings say. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
