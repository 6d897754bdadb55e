/** Whole chats of many turns: which conversation of Dify's each of them meets. */
@NullMarked
package dev.sluice.continuity;

import org.jspecify.annotations.NullMarked;
