package dev.sluice.protocol.dify;

/**
 * How the answer is made of what a workflow puts out. Since 1.16 each output of its End node is
 * streamed, with line breaks between and without names, so that which output a piece belongs to
 * shows only at the end, if at all.
 *
 * @param mode of the app
 * @param stream whether the client reads the text while it comes
 * @param output the output that is the answer, empty for all of them
 * @param outputs whether the client is to have the outputs beside the text
 */
record AnswerForm(Mode mode, boolean stream, String output, boolean outputs) {

    /** Whether the text is known only when all of it has come. */
    boolean isDeferred() {
        return mode == Mode.WORKFLOW && (!stream || !output.isEmpty());
    }

    /** The answer that was deferred, out of all that has come. */
    String answer(String streamed, boolean replaced, Outputs finished) {
        if (replaced) {
            return streamed;
        }
        // A branch may end without the output, and a run may pause before any.
        return finished.named(output).orElseGet(() -> ofAll(streamed, finished));
    }

    /** Beside a stream whose pieces have no names they are what tells them apart. */
    boolean showsOutputs(String streamed, Outputs finished) {
        boolean isNameless =
                finished.areMany() && !streamed.isBlank() && !finished.haveOne(streamed);
        return outputs || (isNameless && !isDeferred());
    }

    private static String ofAll(String streamed, Outputs finished) {
        String rest = streamed.isBlank() ? "" : finished.beyond(streamed).orElse("");
        String text = streamed + rest;
        boolean isText = !text.isBlank() && (!finished.areMany() || finished.haveOne(text));
        return isText || finished.whole().isBlank() ? text : finished.whole();
    }
}
