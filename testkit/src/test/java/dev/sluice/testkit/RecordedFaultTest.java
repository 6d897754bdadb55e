package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the simulator's own faults show is what a real Dify 1.16.1 was recorded to show. */
final class RecordedFaultTest {
    /** After three parts of the answer. */
    private static final int LATE = 3;

    /** What says how a run ended. */
    private static final Set<String> LAST =
            Set.of("error", "message", "message_end", "workflow_started", "workflow_finished");

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("error-provider-500-chat", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-500-agent", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-500-text", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-500-cf-llm", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-500-wf-llm", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-429-chat", 1, Fault.ProviderFailure.status(429)),
                Arguments.of("new-agent-error-500", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("error-provider-inside-chat", 1, Fault.ProviderFailure.inside(LATE)),
                Arguments.of("error-provider-inside-wf-llm", 1, Fault.ProviderFailure.inside(LATE)),
                Arguments.of("error-provider-cut-agent", 1, Fault.ProviderFailure.cut(LATE)),
                Arguments.of("error-provider-cut-cf-llm", 1, Fault.ProviderFailure.cut(LATE)),
                Arguments.of("model-not-configured-streaming", 4, new Fault.ModelNotConfigured()),
                Arguments.of("model-not-configured-streaming", 5, new Fault.ModelNotConfigured()),
                Arguments.of("moderation-cf-mod", 1, new Fault.InputBlocked("INPUT BLOCKED")),
                Arguments.of("moderation-chat-mod", 1, new Fault.InputBlocked("INPUT BLOCKED")));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "error-provider-500-blocking-chat", 1, Fault.ProviderFailure.status(500)),
                Arguments.of(
                        "error-provider-500-blocking-text", 1, Fault.ProviderFailure.status(500)),
                Arguments.of(
                        "error-provider-429-blocking-chat", 1, Fault.ProviderFailure.status(429)),
                Arguments.of(
                        "error-provider-500-blocking-cf-llm", 1, Fault.ProviderFailure.status(500)),
                Arguments.of("model-not-configured-streaming", 1, new Fault.ModelNotConfigured()),
                Arguments.of("model-not-configured-streaming", 2, new Fault.ModelNotConfigured()),
                Arguments.of("model-not-configured-blocking", 3, new Fault.ModelNotConfigured()),
                Arguments.of("model-not-configured-blocking", 4, new Fault.ModelNotConfigured()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_stream_with_a_fault_ends_as_recorded(String recording, int number, Fault fault)
            throws Exception {
        Recording.Exchange recorded = exchange(recording, number);
        Recording.Exchange simulated = played(recording, number, fault);

        assertThat(last(simulated)).hasSameSizeAs(last(recorded));
        assertThat(WireComparison.differences(only(recorded), only(simulated))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_run_that_fails_before_its_answer_is_refused_as_recorded(
            String recording, int number, Fault fault) throws Exception {
        assertThat(
                        WireComparison.differences(
                                exchange(recording, number), played(recording, number, fault)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow-code-stream",
                "workflow-http",
                "workflow-stream-many-outputs",
                "workflow-multi-stream"
            })
    void every_output_of_a_workflow_comes_as_text_as_recorded(String recording) throws Exception {
        Recording.Exchange recorded = exchange(recording, 1);
        JsonNode outputs =
                RecordedScript.events(recorded.body()).getLast().path("data").path("outputs");
        SimulatedApp app =
                SimulatedApp.workflow(RecordedApps.KEY)
                        .profile(Profile.V1_16)
                        .inputForm("[]")
                        .outputs(outputs.toString());
        try (SimulatedDify dify = SimulatedDify.start(0).app(app)) {
            Recording.Exchange simulated =
                    RecordedClient.play(dify, app.key(), recorded, new HashMap<>());

            assertThat(text(simulated)).isEqualTo(text(recorded));
        }
    }

    @Test
    void the_models_text_keeps_its_place_between_other_outputs() throws Exception {
        SimulatedApp app =
                SimulatedApp.workflow(RecordedApps.KEY)
                        .profile(Profile.V1_16)
                        .inputForm("[]")
                        .saying("a", "b")
                        .outputs("{\"score\":1.5,\"text\":\"$text\",\"none\":null,\"ok\":true}");
        try (SimulatedDify dify = SimulatedDify.start(0).app(app)) {
            var recorded = exchange("workflow-code-stream", 1);
            var simulated = RecordedClient.play(dify, app.key(), recorded, new HashMap<>());

            assertThat(text(simulated)).isEqualTo("1.5\nab\n\nTrue");
        }
    }

    @Test
    void a_new_agent_thinks_as_recorded() throws Exception {
        Recording.Exchange recorded = exchange("new-agent-think-tag", 1);
        List<String> thoughts = List.of("\n", "let ", "me ", "think ", "about ", "it\n");
        SimulatedApp app =
                SimulatedApp.agent(RecordedApps.KEY)
                        .profile(Profile.V1_16)
                        .usage(11, 10)
                        .script(Script.thinking(thoughts, List.of("\n\n", "echo: [think] hello")));
        try (SimulatedDify dify = SimulatedDify.start(0).app(app)) {
            Recording.Exchange simulated =
                    RecordedClient.play(dify, app.key(), recorded, new HashMap<>());

            assertThat(WireComparison.differences(recorded, simulated)).isEmpty();
        }
    }

    private static String text(Recording.Exchange exchange) {
        StringBuilder text = new StringBuilder();
        for (JsonNode event : RecordedScript.events(exchange.body())) {
            text.append(event.path("data").path("text").asString(""));
        }
        return text.toString();
    }

    private static Recording.Exchange played(String recording, int number, Fault fault)
            throws Exception {
        Recording.Exchange recorded = exchange(recording, number);
        SimulatedApp known = RecordedApps.app(recording, number, recorded);
        SimulatedApp app =
                SimulatedApp.of(known.key(), known.mode())
                        .profile(Profile.V1_16)
                        .inputForm("[]")
                        .saying("one ", "two ", "three ", "four")
                        .usage(0, 0)
                        .failing(fault);
        try (SimulatedDify dify = SimulatedDify.start(0).app(app)) {
            return RecordedClient.play(dify, app.key(), recorded, new HashMap<>());
        }
    }

    private static Recording.Exchange exchange(String recording, int number) {
        return Recording.named(recording).exchanges().get(number - 1);
    }

    private static List<String> last(Recording.Exchange exchange) {
        return RecordedScript.events(exchange.body()).stream()
                .filter(event -> LAST.contains(event.path("event").asString("")))
                .map(JsonNode::toString)
                .toList();
    }

    /** The exchange with its first and last events alone: parts of the answer are the script's. */
    private static Recording.Exchange only(Recording.Exchange exchange) {
        StringBuilder body = new StringBuilder();
        boolean blocked = exchange.body().contains("LOCKED") || exchange.body().contains("\"B\"");
        for (String event : last(exchange)) {
            if (blocked || !event.contains("\"event\":\"message\"")) {
                body.append("data: ").append(event).append("\n\n");
            }
        }
        return new Recording.Exchange(
                exchange.requestLine(),
                exchange.headers(),
                exchange.sent(),
                exchange.statusLine(),
                exchange.head(),
                body.toString(),
                exchange.end());
    }
}
