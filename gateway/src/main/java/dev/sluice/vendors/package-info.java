/** The kinds of upstreams that the gateway can stand before: the list is the product. */
@NullMarked
package dev.sluice.vendors;

import org.jspecify.annotations.NullMarked;
