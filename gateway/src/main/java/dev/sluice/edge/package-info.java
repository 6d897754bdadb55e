/**
 * The public API: all paths on one screen, each with its permission, and the one place that turns
 * failures into replies.
 */
@NullMarked
package dev.sluice.edge;

import org.jspecify.annotations.NullMarked;
