/** What happened, for those who run the gateway: request ids, the log, the metrics. */
@NullMarked
package dev.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
