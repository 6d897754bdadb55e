/** The whole gateway before a simulated Dify. */
@NullMarked
package dev.sluice.app;

import org.jspecify.annotations.NullMarked;
