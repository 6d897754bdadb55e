/**
 * A gateway before a simulated Dify, and a client that sees every byte, for tests on real sockets.
 */
@NullMarked
package dev.sluice.testing;

import org.jspecify.annotations.NullMarked;
