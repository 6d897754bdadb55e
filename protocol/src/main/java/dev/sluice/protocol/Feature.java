package dev.sluice.protocol;

/** What a request can ask for beside an answer in words, and some upstreams do not have. */
public enum Feature {
    /** A picture in the question. */
    IMAGE,
    /** A sound in the question. */
    AUDIO,
    /** Another file in the question. */
    FILE,
    /** A part of an unknown kind in the question. */
    OTHER_PART,
    /** A picture in a message that has been answered, or is not the user's. */
    PAST_IMAGE,
    PAST_AUDIO,
    PAST_FILE,
    PAST_OTHER_PART,
    /** Tools that the client brings and the model may call. */
    TOOLS,
    /** A tool that the model must call. */
    FORCED_TOOL,
    /** An answer of at most so many tokens. */
    LENGTH,
    /** An answer of at least so many tokens. */
    MIN_LENGTH,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    MIN_P,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    REPETITION_PENALTY,
    SEED,
    LOGIT_BIAS,
    LOGPROBS,
    /** An answer in JSON. */
    FORMAT,
    /** How much the model thinks. */
    REASONING,
    VERBOSITY,
    /** An answer that is mostly known. */
    PREDICTION,
    WEB_SEARCH
}
