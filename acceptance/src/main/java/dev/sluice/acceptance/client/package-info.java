/** Adapters of the clients for Java. */
@NullMarked
package dev.sluice.acceptance.client;

import org.jspecify.annotations.NullMarked;
