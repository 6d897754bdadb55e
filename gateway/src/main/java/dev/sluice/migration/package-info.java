/** What a system before leaves behind, read without changing it. */
@NullMarked
package dev.sluice.migration;

import org.jspecify.annotations.NullMarked;
