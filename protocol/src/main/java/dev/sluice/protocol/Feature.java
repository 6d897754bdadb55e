package dev.sluice.protocol;

/** What a request can ask for beside an answer in words, and some upstreams do not have. */
public enum Feature {
    /** A picture in the question. */
    IMAGE(Kind.QUESTION_PART),
    /** A sound in the question. */
    AUDIO(Kind.QUESTION_PART),
    /** Another file in the question. */
    FILE(Kind.QUESTION_PART),
    /** A part of an unknown kind in the question. */
    OTHER_PART(Kind.QUESTION_PART),
    /** A picture in a message that has been answered, or is not the user's. */
    PAST_IMAGE(Kind.PAST_PART),
    PAST_AUDIO(Kind.PAST_PART),
    PAST_FILE(Kind.PAST_PART),
    PAST_OTHER_PART(Kind.PAST_PART),
    /** Tools that the client brings and the model may call. */
    TOOLS(Kind.TOOL),
    /** A tool that the model must call. */
    FORCED_TOOL(Kind.TOOL),
    /** An answer of at most so many tokens. */
    LENGTH(Kind.PARAMETER),
    /** An answer of at least so many tokens. */
    MIN_LENGTH(Kind.PARAMETER),
    TEMPERATURE(Kind.PARAMETER),
    TOP_P(Kind.PARAMETER),
    TOP_K(Kind.PARAMETER),
    MIN_P(Kind.PARAMETER),
    FREQUENCY_PENALTY(Kind.PARAMETER),
    PRESENCE_PENALTY(Kind.PARAMETER),
    REPETITION_PENALTY(Kind.PARAMETER),
    SEED(Kind.PARAMETER),
    LOGIT_BIAS(Kind.PARAMETER),
    LOGPROBS(Kind.PARAMETER),
    /** An answer in JSON. */
    FORMAT(Kind.PARAMETER),
    /** How much the model thinks. */
    REASONING(Kind.PARAMETER),
    VERBOSITY(Kind.PARAMETER),
    /** An answer that is mostly known. */
    PREDICTION(Kind.PARAMETER),
    WEB_SEARCH(Kind.PARAMETER);

    /** Features that an upstream without them treats alike. */
    public enum Kind {
        /** A part of the message that is to be answered. */
        QUESTION_PART,
        /** A part of any other message. */
        PAST_PART,
        TOOL,
        /** A member that sets how the model answers. */
        PARAMETER
    }

    private final Kind kind;

    Feature(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
