package dev.sluice.acceptance;

import java.util.List;
import java.util.stream.Stream;

/** One thing that people do with a client, or that happens to them. */
record Scenario(String name, String description, Check check) {
    /** Lets a client do it and judges what came of it. */
    interface Check {
        Outcome run(Stage stage) throws InterruptedException;
    }

    static final List<Scenario> ALL =
            Stream.of(AnswerScenarios.ALL, FailureScenarios.ALL, ChatScenarios.ALL)
                    .flatMap(List::stream)
                    .toList();

    Outcome with(Stage stage) throws InterruptedException {
        try {
            return check.run(stage);
        } catch (Adapter.AdapterException broken) {
            if (stage.client().has(Client.REPEATS_FOR_MINUTES) && broken.isLate()) {
                return Outcome.limited("the client still repeats it: " + broken.getMessage());
            }
            return Outcome.wrong(String.valueOf(broken.getMessage()));
        } catch (ImpossibleException impossible) {
            return Outcome.impossible(impossible.reason());
        }
    }

    /** The client has no way to do what the scenario is about. */
    static final class ImpossibleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String reason;

        ImpossibleException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
