/** Cuts a byte stream into server-sent events, without a copy where none is needed. */
@NullMarked
package dev.sluice.protocol.sse;

import org.jspecify.annotations.NullMarked;
