package dev.sluice.testkit;

import tools.jackson.databind.JsonNode;

/** One turn of a conversation, with the run that answers it. */
record HeldTurn(
        String messageId, String query, JsonNode inputs, long createdAt, Run run, Program program) {
    /** A client that leaves does not end the generation; only a stop does. */
    String answer() {
        return switch (run.outcome()) {
            case RUNNING, REFUSED -> "";
            case STOPPED -> program.stoppedAnswer(run.textsUntilStop(), true);
            case FINISHED, CUT -> program.answer(Integer.MAX_VALUE);
            case CLOSED_BY_PEER, RESET_BY_PEER ->
                    run.stopAsked()
                            ? program.stoppedAnswer(run.textsUntilStop(), false)
                            : program.answer(Integer.MAX_VALUE);
        };
    }

    /** Empty when it went well. */
    String error() {
        return run.isOpen() ? "" : program.error();
    }

    /** Neither question nor answer. */
    @Override
    public String toString() {
        return "HeldTurn[" + messageId + "]";
    }
}
