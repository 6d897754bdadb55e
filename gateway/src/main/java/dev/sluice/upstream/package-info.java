/** Carries out the calls that dialects describe: attempts, the relay, deadlines, stopping. */
@NullMarked
package dev.sluice.upstream;

import org.jspecify.annotations.NullMarked;
