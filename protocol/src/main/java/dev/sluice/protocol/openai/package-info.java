/** How clients of the OpenAI API ask, and how answers, streams, models and errors look to them. */
@NullMarked
package dev.sluice.protocol.openai;

import org.jspecify.annotations.NullMarked;
