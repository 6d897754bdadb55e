/** Load as many clients make it, and what came of it. */
@NullMarked
package dev.sluice.testkit.load;

import org.jspecify.annotations.NullMarked;
