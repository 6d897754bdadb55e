/**
 * Which upstream conversation continues a chat, remembered so that nothing acknowledged is lost.
 */
@NullMarked
package dev.sluice.conversation;

import org.jspecify.annotations.NullMarked;
