/** Tests of the threads that live as long as the gateway. */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
