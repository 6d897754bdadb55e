package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ReasoningFormat;
import dev.sluice.registry.AnswerSettings;
import dev.sluice.registry.AnswerSettings.Replaced;
import dev.sluice.registry.AnswerSettings.Tools;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms that answers have for clients which need them so. */
final class AnswerFormTest {
    private static final SimulatedApp THINKING =
            SimulatedApp.chat("app-app").saying("<think>plan A</think>", "One");
    private static final SimulatedApp WITHDRAWING =
            SimulatedApp.chat("app-app")
                    .script(
                            List.of(
                                    new Step.Text("Something"),
                                    new Step.Text(" improper"),
                                    new Step.Replace("The rules say no."),
                                    new Step.End()));
    private static final Question QUESTION = Question.to("app");
    private static final String TAGGED = "<think>plan A</think>\n\nOne";

    private static AnswerSettings settings(Replaced replaced, ReasoningFormat reasoning) {
        return new AnswerSettings(Tools.IGNORE, "", replaced, reasoning);
    }

    private static TestGateway with(SimulatedApp app, AnswerSettings settings) {
        return TestGateway.with(app).answers(settings).start();
    }

    @Test
    void a_request_chooses_the_form_of_reasoning() {
        try (var gateway = TestGateway.of(THINKING)) {
            Question tags = QUESTION.with("\"reasoning_format\":\"tags\"");
            Question none = QUESTION.with("\"reasoning_format\":\"none\"");
            assertThat(gateway.ask(QUESTION).body())
                    .contains("\"reasoning_content\":\"plan A\"", "\"content\":\"One\"");
            assertThat(gateway.ask(tags.streamed()).events().content()).isEqualTo(TAGGED);
            assertThat(gateway.ask(tags).body())
                    .contains("\"content\":\"<think>plan A</think>\\n\\nOne\"")
                    .doesNotContain("reasoning_content");
            assertThat(gateway.ask(none.streamed()).body()).contains("One").doesNotContain("plan");
            assertThat(gateway.ask(none).body()).contains("One").doesNotContain("plan");
            assertThat(gateway.ask(QUESTION.with("\"reasoning_format\":\"all\"")).body())
                    .contains("reasoning_format must be one of field, tags, none");
        }
    }

    @Test
    void an_upstream_has_a_form_and_a_request_another() {
        try (var gateway = with(THINKING, settings(Replaced.FILTER, ReasoningFormat.TAGS))) {
            assertThat(gateway.ask(QUESTION.streamed()).events().content()).isEqualTo(TAGGED);
            assertThat(gateway.ask(QUESTION.with("\"reasoning_format\":\"field\"")).body())
                    .contains("\"reasoning_content\":\"plan A\"");
        }
    }

    @Test
    void a_stream_that_breaks_off_in_its_thoughts_closes_them_first() {
        var app =
                SimulatedApp.chat("app-app")
                        .saying("<think>plan A", " and", " more")
                        .failing(new Fault.FailedRun(2, "It broke."));
        try (var gateway = TestGateway.of(app)) {
            Question tags = QUESTION.with("\"reasoning_format\":\"tags\"");
            Answer answer = gateway.ask(tags.streamed());

            assertThat(answer.events().content()).isEqualTo("<think>plan A and</think>\n\n");
            assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
        }
    }

    @Test
    void clients_that_refuse_unknown_members_get_none() {
        try (var gateway = TestGateway.of(THINKING)) {
            Question bare = QUESTION.header("X-Sluice-Extension", "off");
            assertThat(gateway.ask(QUESTION).body()).contains("\"dify\":{");
            assertThat(gateway.ask(QUESTION.streamed()).body()).contains("\"dify\":{");
            assertThat(gateway.ask(bare).body()).contains("One").doesNotContain("dify");
            assertThat(gateway.ask(bare.streamed()).body()).contains("One").doesNotContain("dify");
        }
        var settings =
                new AnswerSettings(
                        Tools.IGNORE, "", Replaced.FILTER, ReasoningFormat.FIELD, false, false);
        try (var gateway = with(THINKING, settings)) {
            assertThat(gateway.ask(QUESTION).body()).contains("One").doesNotContain("dify");
        }
    }

    @Test
    void a_withdrawn_answer_fails_where_clients_would_go_on_showing_it() {
        try (var gateway = with(WITHDRAWING, settings(Replaced.FAIL, ReasoningFormat.FIELD))) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.events().diagnosis()).isEqualTo("ANSWER-WITHDRAWN");
            assertThat(answer.body()).contains("\"code\":\"content_filter\"");
            assertThat(answer.body()).doesNotContain("[DONE]", "finish_reason\":\"");
            assertThat(answer.end()).isEqualTo(Answer.End.CLOSED);
            assertThat(gateway.ask(QUESTION).body())
                    .contains("\"content\":\"The rules say no.\"")
                    .doesNotContain("improper");
        }
    }

    @Test
    void a_withdrawn_answer_is_filtered_by_default() {
        try (var gateway = TestGateway.of(WITHDRAWING)) {
            Answer answer = gateway.ask(QUESTION.streamed());

            assertThat(answer.events().isDone()).isTrue();
            assertThat(answer.body())
                    .contains("\"finish_reason\":\"content_filter\"", "The rules say no.");
        }
    }

    @Test
    void an_answer_that_is_replaced_before_its_first_word_is_whole() {
        var app =
                SimulatedApp.chat("app-app")
                        .script(
                                List.of(
                                        new Step.Text("\n"),
                                        new Step.Replace("The rules say yes."),
                                        new Step.End()));
        for (Replaced replaced : Replaced.values()) {
            try (var gateway = with(app, settings(replaced, ReasoningFormat.FIELD))) {
                Answer answer = gateway.ask(QUESTION.streamed());

                assertThat(answer.events().isDone()).isTrue();
                assertThat(answer.events().content().strip()).isEqualTo("The rules say yes.");
                assertThat(answer.body()).contains("\"finish_reason\":\"stop\"");
            }
        }
    }
}
