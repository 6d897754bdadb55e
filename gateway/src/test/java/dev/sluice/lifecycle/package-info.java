/** Clients that leave, upstreams that fail, gateways that stop: what becomes of the runs. */
@NullMarked
package dev.sluice.lifecycle;

import org.jspecify.annotations.NullMarked;
