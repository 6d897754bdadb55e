/** The shape of the whole project, held by tests: its rows, its budgets and its habits. */
@NullMarked
package dev.sluice.architecture;

import org.jspecify.annotations.NullMarked;
