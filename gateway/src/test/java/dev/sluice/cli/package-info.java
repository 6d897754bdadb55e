/** The commands as a terminal and a script meet them. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
