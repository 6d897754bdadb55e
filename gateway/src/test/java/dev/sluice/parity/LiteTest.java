package dev.sluice.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AccessConfig;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was wrong with OpenDify Lite, by the numbers of its list of defects. */
final class LiteTest {
    /** Nothing listens there. */
    private static final URI CLOSED = URI.create("http://127.0.0.1:1/v1");

    private static final SimulatedApp CHAT = SimulatedApp.chat("app-app");
    private static final Question QUESTION = Question.to("app");
    private static final Question WITHOUT_TOOLS = QUESTION.with("\"tools\":[]").streamed();
    private static final String CHAT_ID = "X-OpenWebUI-Chat-Id";
    private static final String MARKUP = "<tool-calls token=a1>[{name: f}]";
    private static final SimulatedApp TEN = CHAT.saying("It is ten.");
    private static final Question FIRST =
            QUESTION.with("\"user\":\"ada\"").header(CHAT_ID, "chat-1");

    @ParameterizedTest
    @CsvSource({"bob, chat-1", "ada, chat-2"})
    void l1_nobody_goes_on_where_another_user_or_another_chat_was_left(String user, String chat) {
        Question other = QUESTION.with("\"user\":\"" + user + "\"").header(CHAT_ID, chat);
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(FIRST);
            var _ = gateway.ask(next(other));

            assertThat(gateway.dify().conversations()).hasSize(2);
            assertThat(gateway.dify().runs()).extracting(Run::conversationAsked).containsOnly("");
        }
    }

    @Test
    void l2_a_conversation_that_a_request_names_counts_for_that_request_alone() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(QUESTION.with("\"user\":\"ada\""));
            String named = gateway.dify().conversations().getFirst().id();

            var _ = gateway.ask(FIRST.with("\"conversation_id\":\"" + named + "\""));
            var _ = gateway.ask(next(FIRST));

            assertThat(gateway.dify().runs())
                    .extracting(Run::conversationAsked)
                    .containsExactly("", named, "");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void l3_more_than_one_answer_is_refused_and_not_answered_with_one(int n) {
        try (var gateway = TestGateway.of(CHAT)) {
            Answer answer = gateway.ask(QUESTION.with("\"n\":" + n));

            isRefused(answer, "REQUEST-UNSUPPORTED", "n");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "null", "7", "\"text\""})
    void l4_json_that_is_no_object_is_told_as_openai_tells_it(String json) {
        try (var gateway = TestGateway.of(CHAT);
                var client = gateway.client()) {
            Answer answer = client.post("/v1/chat/completions", json).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"");
        }
    }

    private static Stream<Fault> broken_answers() {
        return Stream.of(
                new Fault.FailedRun(1, "No."),
                new Fault.NoTerminal(),
                new Fault.Cut(900, Fault.Ending.CLEAN),
                new Fault.Cut(900, Fault.Ending.FIN),
                new Fault.Cut(900, Fault.Ending.RESET));
    }

    @ParameterizedTest
    @MethodSource("broken_answers")
    void l5_a_stream_that_failed_has_no_finish_reason(Fault fault) {
        Answer answer = asked(CHAT.failing(fault), QUESTION.streamed());

        assertThat(answer.events().content()).isNotEmpty();
        assertThat(answer.body()).doesNotContain("\"finish_reason\":\"", "[DONE]");
        assertThat(answer.events().diagnosis()).isNotEmpty();
    }

    @Test
    void l6_what_an_agent_repeats_at_its_end_is_told_once() {
        var agent = SimulatedApp.agent("app-app").saying("It is", " ten.");

        assertThat(asked(agent, QUESTION.streamed()).events().content()).isEqualTo("It is ten.");
        assertThat(asked(agent, QUESTION).body()).contains("\"content\":\"It is ten.\"");
    }

    @Test
    void l6_a_text_that_is_replaced_is_not_in_the_answer() {
        var app = CHAT.script(List.of(new Step.Text("Bad"), new Step.Replace("No."), end()));

        assertThat(asked(app, QUESTION).body()).contains("\"content\":\"No.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void l7_an_upstream_that_is_not_there_is_told_as_openai_tells_it(String stream) {
        try (var gateway = TestGateway.with().upstream("app", CLOSED).start()) {
            Answer answer = gateway.ask(QUESTION.with("\"stream\":" + stream));

            isServerError(answer, 503, "UPSTREAM-CONNECT-REFUSED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void l7_an_upstream_that_hangs_up_is_told_as_openai_tells_it(String stream) {
        var app = CHAT.failing(new Fault.ResetAfterRequest());

        isServerError(asked(app, QUESTION.with("\"stream\":" + stream)), 502, "UPSTREAM-RESET");
    }

    @Test
    void l8_a_conversation_that_is_gone_is_forgotten() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(FIRST);
            gateway.dify().forgetConversations();

            assertThat(gateway.ask(next(FIRST)).status()).isEqualTo(200);
            assertThat(gateway.ask(afterNext(FIRST)).status()).isEqualTo(200);

            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .extracting(conversation -> conversation.queries().getLast())
                    .isEqualTo("Really?");
        }
    }

    @Test
    void l9_what_looks_like_a_tool_block_is_text_and_so_is_what_follows() {
        var app = CHAT.saying("Look: ", MARKUP, "</tool-calls>", " That was all.");

        Answer answer = asked(app, WITHOUT_TOOLS);

        assertThat(answer.events().content())
                .isEqualTo("Look: " + MARKUP + "</tool-calls> That was all.");
    }

    @Test
    void l9_a_stream_that_ends_within_a_tool_block_has_lost_no_text() {
        var app = CHAT.saying("Look: ", MARKUP).failing(new Fault.NoTerminal());

        Answer answer = asked(app, WITHOUT_TOOLS);

        assertThat(answer.events().content()).isEqualTo("Look: " + MARKUP);
        assertThat(answer.events().diagnosis()).isEqualTo("STREAM-TRUNCATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"No", "Look: <b", "Look: <tool-calls>[", "Look: <function_calls>"})
    void l10_no_text_is_held_back_however_short_and_whatever_it_begins(String text) {
        var app = CHAT.script(List.of(new Step.Text(text), new Step.Hold()));
        try (var gateway = TestGateway.of(app);
                var client = gateway.client()) {
            Answer soFar = client.ask(WITHOUT_TOOLS).until("\"content\":\"" + text);

            assertThat(soFar.events().content()).isEqualTo(text);
        }
    }

    @Test
    void l11_events_are_read_however_their_lines_are_written() {
        var app =
                CHAT.script(
                        List.of(
                                new Step.Text("One"),
                                raw("data:{\"event\":\"message\",\"answer\":\" two\"}\n\n"),
                                raw(
                                        "data: {\"event\":\"message\",\ndata:\"answer\":\" three\"}\n\n"),
                                raw("data: {\"event\":\"message\",\"answer\":\" four\"}\r\n\r\n"),
                                end()));

        assertThat(asked(app, QUESTION.streamed()).events().content())
                .isEqualTo("One two three four");
    }

    @Test
    void l13_an_image_that_cannot_be_passed_on_is_told() {
        String image =
                """
                "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]\
                """;
        try (var gateway = TestGateway.of(CHAT);
                var client = gateway.client()) {
            Answer answer =
                    client.post("/v1/chat/completions", "{\"model\":\"app\"," + image + "}")
                            .answer();

            isRefused(answer, "REQUEST-UNSUPPORTED", "messages[0].content[1].type");
            assertThat(gateway.dify().runs()).isEmpty();
        }
    }

    @Test
    void l14_pages_of_every_origin_are_never_let_in_with_credentials() {
        var everyOrigin =
                new AccessConfig(AccessConfig.Mode.OPEN, false, List.of(), List.of("*"), List.of());
        try (var gateway = TestGateway.with(CHAT).access(everyOrigin).start()) {
            Answer answer = gateway.ask(QUESTION.header("Origin", "https://page.example"));

            assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(answer.headers()).doesNotContainKey("access-control-allow-credentials");
        }
    }

    @Test
    void l15_a_chat_goes_on_after_a_restart() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(FIRST);
            gateway.restart();

            var _ = gateway.ask(next(FIRST));

            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .extracting(Conversation::queries)
                    .isEqualTo(List.of("Hello?", "And then?"));
        }
    }

    @Test
    void l16_dify_is_asked_in_the_clients_words_and_no_others() {
        try (var gateway = TestGateway.of(CHAT)) {
            var _ = gateway.ask(WITHOUT_TOOLS.saying("Which one?"));

            assertThat(gateway.dify().runs()).extracting(Run::query).containsExactly("Which one?");
        }
    }

    private static Question next(Question first) {
        return first.after("Hello?", "It is ten.").saying("And then?");
    }

    private static Question afterNext(Question first) {
        return first.after("Hello?", "It is ten.", "And then?", "It is ten.").saying("Really?");
    }

    private static void isRefused(Answer answer, String code, String param) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo(code);
        assertThat(answer.body()).contains("\"param\":\"" + param + "\"");
    }

    private static void isServerError(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.diagnosis()).isEqualTo(code);
    }

    private static Answer asked(SimulatedApp app, Question question) {
        try (var gateway = TestGateway.of(app)) {
            return gateway.ask(question);
        }
    }

    private static Step raw(String text) {
        return new Step.Raw(text);
    }

    private static Step end() {
        return new Step.End();
    }
}
