package dev.sluice.protocol;

/** Whether a request asks anything. */
public final class Question {
    private Question() {}

    /**
     * Refuses a chat that ends with nothing.
     *
     * @param options what it says beside its words
     * @throws ChatFailedException when it says nothing at all
     */
    public static void require(ChatRequest request, VendorOptions options) {
        boolean given =
                options.isQuestion()
                        || request.original().uses().stream().anyMatch(Question::isPart)
                        || !NewestTurn.isBlank(request.messages());
        if (!given) {
            throw Fields.invalid("messages", "messages must end with something that is not blank");
        }
    }

    private static boolean isPart(FeatureUse use) {
        return switch (use.feature()) {
            case IMAGE, AUDIO, FILE, OTHER_PART -> true;
            case PAST_IMAGE,
                    PAST_AUDIO,
                    PAST_FILE,
                    PAST_OTHER_PART,
                    TOOLS,
                    FORCED_TOOL,
                    LENGTH,
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
                    FORMAT,
                    REASONING,
                    VERBOSITY,
                    PREDICTION,
                    WEB_SEARCH ->
                    false;
        };
    }
}
