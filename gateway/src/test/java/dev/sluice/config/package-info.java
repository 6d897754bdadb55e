/** Every rule of the configuration, with the message that breaking it brings. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
