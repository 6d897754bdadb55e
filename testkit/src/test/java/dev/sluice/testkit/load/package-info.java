/** What the load counts, against a simulated server. */
@NullMarked
package dev.sluice.testkit.load;

import org.jspecify.annotations.NullMarked;
