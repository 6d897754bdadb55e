/** How an answer flows from an upstream to a client, seen on real sockets. */
@NullMarked
package dev.sluice.stream;

import org.jspecify.annotations.NullMarked;
