/** Requests of every shape over real sockets, and what they are answered. */
@NullMarked
package dev.sluice.edge;

import org.jspecify.annotations.NullMarked;
