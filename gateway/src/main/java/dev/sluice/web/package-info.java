/** Routes and their dispatch: from a path to an endpoint, and from a failure to a response. */
@NullMarked
package dev.sluice.web;

import org.jspecify.annotations.NullMarked;
