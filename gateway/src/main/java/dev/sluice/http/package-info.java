/** The only package that knows the server library: server, exchange, and calls to upstreams. */
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
