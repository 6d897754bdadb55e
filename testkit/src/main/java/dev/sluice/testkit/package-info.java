/** Simulated upstreams with settable faults; shares no code with the gateway. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
