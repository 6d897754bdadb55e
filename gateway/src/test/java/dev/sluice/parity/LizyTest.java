package dev.sluice.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.ResponseHead;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.protocol.dify.DifyFacts;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import dev.sluice.registry.Deadlines;
import dev.sluice.registry.ProbeIntervals;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Mode;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.SimulatedDify;
import dev.sluice.testkit.Step;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenDify by Lizy: what was wrong with it, and from {@code z9} on what its users would miss. The
 * numbers are told in docs/reference/not-possible.md.
 */
final class LizyTest {
    /** Nothing listens there. */
    private static final URI CLOSED = URI.create("http://127.0.0.1:1/v1");

    private static final String SESSION_ID = "X-Session-Id";
    private static final Fault GONE =
            new Fault.JsonError(404, "not_found", "Conversation Not Exists.");

    private static final SimulatedApp CHAT = SimulatedApp.chat("app-app");
    private static final Question QUESTION = Question.to("app");
    private static final Question NEXT = QUESTION.after("Hello?", "It is ten.").saying("And then?");
    private static final SimulatedApp TEN = CHAT.saying("It is ten.");
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void z1_a_failure_within_a_stream_is_an_event_that_clients_see() {
        var app = CHAT.script(List.of(new Step.Text("Half"), failed()));

        Answer answer = asked(app, QUESTION.streamed());

        assertThat(answer.events().diagnosis()).isEqualTo("DIFY-MODEL-FAILED");
        assertThat(answer.events().rest()).isEmpty();
        assertThat(answer.body()).doesNotContain("\\n");
    }

    private static Stream<Fault> breaks_after_some_text() {
        return Stream.of(
                new Fault.FailedRun(1, "No."),
                new Fault.NoTerminal(),
                new Fault.Cut(900, Fault.Ending.FIN),
                new Fault.Cut(900, Fault.Ending.RESET));
    }

    @ParameterizedTest
    @MethodSource("breaks_after_some_text")
    void z2_after_the_first_text_nobody_else_is_asked(Fault fault) {
        var second = SimulatedApp.chat("app-second");
        try (var gateway =
                TestGateway.with(CHAT.failing(fault), second)
                        .chain("both", "app", "second")
                        .rerun()
                        .start()) {
            Answer answer = gateway.ask(Question.to("both").streamed());

            assertThat(answer.events().content()).containsOnlyOnce("Every").startsWith("Every");
            assertThat(gateway.dify().runs()).extracting(Run::appKey).containsExactly("app-app");
        }
    }

    /** Told in bytes of memory: whoever looks at the whole text again makes copies of it. */
    @Test
    void z3_the_end_of_a_long_answer_costs_no_more_than_its_beginning() {
        var dify = new Dify("app", "http://localhost/v1", "app-app", "chat");
        var request = new ChatRequest("app", List.of(), Output.STREAM);
        var head = new ResponseHead(200, Map.of("content-type", "text/event-stream"));
        var target = new TargetModel("", new DifyFacts("", "chat", ""));
        var reader = dify.answer(head, request, target).reader().orElseThrow();
        var writer = new OpenAiChunkWriter("req_1", 0, "app", false);

        long beginning = bytesToRelayMany(reader, writer);
        long end = bytesToRelayMany(reader, writer);

        assertThat(end).isLessThan(beginning * 3 / 2);
    }

    private static long bytesToRelayMany(EventReader reader, EventWriter writer) {
        final int events = 20_000;
        byte[] event =
                "data: {\"event\":\"message\",\"answer\":\"x\"}\n\n"
                        .getBytes(StandardCharsets.UTF_8);
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < events; i++) {
            reader.read(event, 0, event.length, read -> writer.event(read, new WireBuffer()));
        }
        return memory.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void z4_who_begins_with_the_words_of_another_is_alone() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(QUESTION);
            var _ = gateway.ask(QUESTION);
            var _ = gateway.ask(NEXT);

            assertThat(gateway.dify().conversations()).hasSize(3);
            assertThat(gateway.dify().runs()).extracting(Run::conversationAsked).containsOnly("");
        }
    }

    private static Stream<Arguments> refusals_other_than_404() {
        return Stream.of(
                Arguments.of(new Fault.JsonError(400, "invalid_param", "No."), "DIFY-INPUT"),
                Arguments.of(new Fault.JsonError(401, "unauthorized", "No."), "DIFY-KEY-INVALID"),
                Arguments.of(new Fault.JsonError(403, "forbidden", "No."), "DIFY-APP-FORBIDDEN"),
                Arguments.of(new Fault.JsonError(413, "file_too_large", "No."), "DIFY-FILE"),
                Arguments.of(Fault.JsonError.tooManyRequests(), "UPSTREAM-BUSY"),
                Arguments.of(new Fault.JsonError(500, "internal", "No."), "UPSTREAM-ERROR"),
                Arguments.of(new Fault.HtmlPage(502), "UPSTREAM-UNAVAILABLE"),
                Arguments.of(new Fault.WrongType("text/html"), "UPSTREAM-FOREIGN-ANSWER"));
    }

    @ParameterizedTest
    @MethodSource("refusals_other_than_404")
    void z5_every_refusal_is_told_instead_of_a_stream(Fault refusal, String code) {
        Answer answer = asked(CHAT.failing(refusal), QUESTION.streamed());

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.diagnosis()).isEqualTo(code);
    }

    @Test
    void z6_every_part_of_an_answer_goes_out_as_it_came() {
        var parts = new String[] {"The first words", " come as", " 他们来了。"};

        Answer answer = asked(CHAT.saying(parts), QUESTION.streamed());

        assertThat(answer.events().data())
                .filteredOn(data -> !data.equals("[DONE]"))
                .extracting(data -> delta(data, "content"))
                .filteredOn(content -> !content.isEmpty())
                .containsExactly(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://8.8.8.8/a.png", "https://8.8.8.8/scan.webp?sig=a%2Fb"})
    void z7_an_image_that_lies_elsewhere_is_passed_on_as_its_address(String url) {
        String file =
                """
                {"type":"image","transfer_method":"remote_url","url":"%s"}\
                """
                        .formatted(url);
        try (var gateway = TestGateway.with(CHAT).tapped().start()) {
            var _ = gateway.ask(QUESTION.with("\"dify\":{\"files\":[" + file + "]}"));

            assertThat(gateway.dify().runs())
                    .extracting(run -> run.files().toString())
                    .containsExactly("[" + file + "]");
            assertThat(gateway.sentToDify()).doesNotContain("/files/upload", "image.png");
        }
    }

    @Test
    void z8_of_many_chats_at_once_none_is_lost() throws Exception {
        List<String> chats = IntStream.range(0, 20).mapToObj(i -> "chat-" + i).toList();
        try (var gateway = TestGateway.of(TEN)) {
            askAll(gateway, QUESTION, chats);
            gateway.restart();
            askAll(gateway, NEXT, chats);

            assertThat(gateway.dify().conversations())
                    .hasSameSizeAs(chats)
                    .extracting(Conversation::queries)
                    .containsOnly(List.of("Hello?", "And then?"));
        }
    }

    private static void askAll(TestGateway gateway, Question question, List<String> chats)
            throws InterruptedException {
        var requests =
                chats.stream()
                        .map(chat -> question.header("X-OpenWebUI-Chat-Id", chat))
                        .map(asked -> (Callable<Answer>) () -> gateway.ask(asked))
                        .toList();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = clients.invokeAll(requests);
        }
    }

    @Test
    void z9_a_conversation_that_is_gone_is_begun_anew_with_the_history() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(QUESTION.header(SESSION_ID, "s-1"));
            gateway.dify().forgetConversations();

            Answer answer = gateway.ask(NEXT.header(SESSION_ID, "s-1"));

            assertThat(answer.body()).contains("It is ten.");
            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .extracting(conversation -> conversation.queries().getFirst())
                    .asString()
                    .contains("Hello?", "It is ten.", "And then?");
        }
    }

    @Test
    void z9_what_is_gone_again_is_told() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(QUESTION.header(SESSION_ID, "s-1"));
            gateway.dify().app(TEN.failing(GONE));

            Answer answer = gateway.ask(NEXT.header(SESSION_ID, "s-1"));

            assertThat(answer.diagnosis()).isEqualTo("DIFY-CONVERSATION-GONE");
            assertThat(gateway.dify().runs()).hasSize(1 + 2);
        }
    }

    @Test
    void z10_a_session_id_names_the_chat() {
        try (var gateway = TestGateway.of(TEN)) {
            var _ = gateway.ask(QUESTION.header(SESSION_ID, "s-1"));
            var _ = gateway.ask(NEXT.header(SESSION_ID, "s-1"));

            assertThat(gateway.dify().conversations())
                    .singleElement()
                    .extracting(Conversation::queries)
                    .isEqualTo(List.of("Hello?", "And then?"));
        }
    }

    @Test
    void z11_an_upstream_that_is_not_there_is_told_as_such() {
        try (var gateway = TestGateway.with().upstream("app", CLOSED).start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-CONNECT-REFUSED");
        }
    }

    @Test
    void z11_an_upstream_that_is_late_is_told_as_late() {
        var app = CHAT.script(List.of(new Step.Hold()));
        var usual = Deadlines.DIFY;
        var limits =
                new Deadlines(
                        usual.connect(),
                        Duration.ofMillis(200),
                        usual.silence(),
                        usual.noProgress(),
                        usual.clientStall(),
                        usual.total());
        try (var gateway = TestGateway.with(app).deadlines(limits).start()) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.diagnosis()).isEqualTo("UPSTREAM-FIRST-EVENT");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AGENT_CHAT", "AGENT"})
    void z12_an_app_that_only_streams_answers_in_one_piece_too(Mode mode) {
        try (var gateway = TestGateway.of(SimulatedApp.of("app-app", mode).saying("It", " is."))) {
            Answer answer = gateway.ask(QUESTION);

            assertThat(JSON.readTree(answer.body()).at("/choices/0/message/content").asString())
                    .isEqualTo("It is.");
            assertThat(gateway.dify().runs()).extracting(Run::streaming).containsExactly(true);
        }
    }

    @Test
    void z13_thoughts_within_the_text_are_reasoning() {
        Answer answer =
                asked(CHAT.saying("<think>Let me", " see.</think>", "It is."), QUESTION.streamed());

        assertThat(answer.events().content()).isEqualTo("It is.");
        assertThat(answer.events().data())
                .filteredOn(data -> data.contains("reasoning_content"))
                .extracting(data -> delta(data, "reasoning_content"))
                .containsExactly("Let me", " see.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"inputs\":%s", "\"dify\":{\"inputs\":%s}"})
    void z14_inputs_reach_the_app(String member) {
        try (var gateway = TestGateway.of(CHAT)) {
            var _ = gateway.ask(QUESTION.with(member.formatted("{\"city\":\"Lima\"}")));

            assertThat(gateway.dify().runs())
                    .extracting(run -> run.inputs().toString())
                    .containsExactly("{\"city\":\"Lima\"}");
        }
    }

    @Test
    void z15_a_name_that_an_app_was_given_meanwhile_is_known_without_a_restart() {
        var often =
                new ProbeIntervals(
                        Duration.ofSeconds(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(200),
                        Duration.ofMillis(200));
        var old = SimulatedApp.chat("app-desk").named("Old name");
        try (var dify = SimulatedDify.start(0).app(old);
                var gateway =
                        TestGateway.with()
                                .upstream("desk", dify.url())
                                .unnamed("")
                                .probes(often)
                                .start();
                var client = gateway.client()) {
            await().until(() -> client.get("/v1/models").answer().body().contains("Old name"));
            dify.app(old.named("New name"));

            assertThat(gateway.ask(Question.to("Old name")).status()).isEqualTo(200);

            await().until(() -> client.get("/v1/models").answer().body().contains("New name"));
        }
    }

    private static String delta(String data, String member) {
        return JSON.readTree(data).at("/choices/0/delta/" + member).asString("");
    }

    private static Step failed() {
        return new Step.Failed(400, "completion_request_error", "It broke.");
    }

    private static Answer asked(SimulatedApp app, Question question) {
        try (var gateway = TestGateway.of(app)) {
            return gateway.ask(question);
        }
    }
}
