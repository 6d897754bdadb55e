/** Runs unmodified clients against the built distribution, which stands before a simulated Dify. */
@NullMarked
package dev.sluice.acceptance;

import org.jspecify.annotations.NullMarked;
