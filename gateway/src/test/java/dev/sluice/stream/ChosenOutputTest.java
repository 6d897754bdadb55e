package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workflows whose owner has said which output is the answer. */
final class ChosenOutputTest {
    private static final Question QUESTION = Question.to("app");
    private static final SimulatedApp WORKFLOW =
            SimulatedApp.workflow("app-app")
                    .script(List.of(new Step.Started(), new Step.End()))
                    .outputs("{\"sum\":\"42\",\"unit\":\"m\"}");

    @Test
    void the_output_that_is_named_is_the_answer_streamed_and_in_one_piece() {
        try (var gateway = TestGateway.with(WORKFLOW).answers(output("unit", false)).start()) {
            assertThat(gateway.ask(QUESTION.streamed()).events().content()).isEqualTo("m");
            assertThat(gateway.ask(QUESTION).body()).contains("\"content\":\"m\"");
        }
    }

    @Test
    void all_outputs_stand_beside_the_answer_where_they_are_wanted() {
        try (var gateway = TestGateway.with(WORKFLOW).answers(output("unit", true)).start()) {
            Answer answer = gateway.ask(QUESTION);
            assertThat(answer.body()).contains("\"outputs\":{\"sum\":\"42\",\"unit\":\"m\"}");
        }
    }

    private static AnswerSettings output(String name, boolean all) {
        return new AnswerSettings(
                AnswerSettings.Tools.IGNORE,
                name,
                AnswerSettings.Replaced.FILTER,
                ReasoningFormat.FIELD,
                all);
    }
}
