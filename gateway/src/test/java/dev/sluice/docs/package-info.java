/** What the documentation says, held to what the code does. */
@NullMarked
package dev.sluice.docs;

import org.jspecify.annotations.NullMarked;
