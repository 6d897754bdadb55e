/** What happened, for those who run the gateway: request ids and the request log. */
@NullMarked
package dev.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
