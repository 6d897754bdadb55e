/** The log and the metrics, as they are read by others. */
@NullMarked
package dev.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
