@NullMarked
package dev.sluice.registry;

import org.jspecify.annotations.NullMarked;
