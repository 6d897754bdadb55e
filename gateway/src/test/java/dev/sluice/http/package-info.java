/** What of the network's side can be tested without a connection. */
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
