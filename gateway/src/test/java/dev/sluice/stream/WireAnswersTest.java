package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Answer;
import dev.sluice.testing.Golden;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Profile;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whole answers, head and body, as files show them: the same for both ages of Dify. What every mode
 * can say in every age is in {@link EveryAgeTest}.
 */
final class WireAnswersTest {
    private static final String CANARY = "never-show-rule-7";
    private static final SimulatedApp CHAT =
            SimulatedApp.chat("app-helpdesk").saying("Hello", " \"wörld\"", "\n网关 🚀.");
    private static final SimulatedApp WORKFLOW =
            SimulatedApp.workflow("app-helpdesk").saying("Hello", " \"wörld\"", "\n网关 🚀.");
    private static final Question QUESTION = Question.to("helpdesk");

    @Test
    void a_chat_is_streamed() {
        expect("chat-stream", CHAT, QUESTION.streamed());
    }

    @Test
    void a_chat_is_streamed_with_usage_for_who_asks_for_it() {
        expect("chat-stream-usage", CHAT, QUESTION.streamedWithUsage());
    }

    @Test
    void a_chat_is_answered_in_one_piece() {
        expect("chat-whole", CHAT, QUESTION);
    }

    @Test
    void a_workflow_is_streamed() {
        expect("workflow-stream", WORKFLOW, QUESTION.streamed());
    }

    @Test
    void a_workflow_is_streamed_with_the_usage_it_tells() {
        expect("workflow-stream-usage", WORKFLOW, QUESTION.streamedWithUsage());
    }

    @Test
    void a_workflow_is_answered_in_one_piece() {
        expect("workflow-whole", WORKFLOW, QUESTION);
    }

    @Test
    void what_the_model_thought_is_told_apart_from_what_it_said() {
        var thinking =
                CHAT.script(
                        List.of(
                                new Step.Reasoning("Let me", false),
                                new Step.Reasoning(" think.", true),
                                new Step.Text("Done."),
                                new Step.End()));
        expect("reasoning-stream", thinking, QUESTION.streamed());
        expect("reasoning-whole", thinking, QUESTION);
    }

    @Test
    void a_replacement_before_any_text_is_the_text() {
        expectReplaced("replaced-first", new Step.Replace("The rules say no."));
    }

    @Test
    void a_replacement_that_begins_with_what_was_sent_goes_on_from_there() {
        expectReplaced("replaced-prefix", new Step.Text("The"), new Step.Replace("The rules."));
    }

    @Test
    void a_file_of_the_model_is_a_link() {
        var drawing =
                CHAT.script(
                        List.of(
                                new Step.Text("Look:"),
                                new Step.MessageFile("https://files.example/a.png"),
                                new Step.End()));
        expect("file-stream", drawing, QUESTION.streamed());
        expect("file-whole", drawing, QUESTION);
    }

    @Test
    void a_workflow_that_streams_no_text_answers_with_its_outputs() {
        var silent =
                WORKFLOW.script(List.of(new Step.Started(), new Step.End()))
                        .outputs("{\"sum\":42,\"unit\":\"°C\"}");
        expect("outputs-stream", silent, QUESTION.streamed());
        expect("outputs-whole", silent, QUESTION);
    }

    @Test
    void the_prompts_in_an_apps_own_events_never_reach_a_client() {
        for (Profile profile : List.of(Profile.OLD, Profile.NEW)) {
            var app = WORKFLOW.profile(profile).details(withPrompt(WORKFLOW.details()));
            try (var gateway = TestGateway.of(app)) {
                assertThat(DirectRun.of(gateway, app).body()).contains(CANARY);
                assertThat(gateway.ask(QUESTION.streamedWithUsage()).body())
                        .contains("Hello")
                        .doesNotContain(CANARY);
                assertThat(gateway.ask(QUESTION).body()).contains("Hello").doesNotContain(CANARY);
            }
        }
    }

    private static void expectReplaced(String name, Step... content) {
        var script = new ArrayList<>(List.of(content));
        script.add(new Step.End());
        var app = CHAT.script(script);
        expect(name + "-stream", app, QUESTION.streamed());
        expect(name + "-whole", app, QUESTION);
    }

    private static void expect(String name, SimulatedApp app, Question question) {
        for (Profile profile : List.of(Profile.OLD, Profile.NEW)) {
            try (var gateway = TestGateway.of(app.profile(profile))) {
                Answer answer = gateway.ask(question);
                assertThat(answer.end()).isEqualTo(Answer.End.WHOLE);
                Golden.expect("wire/" + name + ".http", answer);
            }
        }
    }

    private static SimulatedApp.Details withPrompt(SimulatedApp.Details old) {
        return new SimulatedApp.Details(
                old.usage(), old.outputs(), old.inputForm(), CANARY, old.seed(), old.quirks());
    }
}
