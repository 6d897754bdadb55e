@NullMarked
package dev.sluice.web;

import org.jspecify.annotations.NullMarked;
