/** The configuration file and the old names it replaces, bound to the capabilities' records. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
