package dev.sluice.protocol;

/** How clients are shown what the model thought on its way to the answer. */
public enum ReasoningFormat {
    /** In a member of its own, {@code reasoning_content}. */
    FIELD,
    /** In the text, between {@code <think>} and {@code </think>}. */
    TAGS,
    /** Not at all. */
    NONE
}
