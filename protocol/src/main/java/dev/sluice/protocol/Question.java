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
        return use.feature().kind() == Feature.Kind.QUESTION_PART;
    }
}
