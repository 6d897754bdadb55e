/** The threads that live as long as the gateway: what their work throws does not end them. */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
