package dev.sluice.protocol.dify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Call;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.TargetModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run is ended, which Dify goes on with when its connection closes. */
final class DifyCancelTest {
    private static final Dify DIFY = new Dify("demo", Played.BASE, "app-secret", "");

    @ParameterizedTest
    @CsvSource({
        "chat, /chat-messages, /chat-messages/t%2F1/stop",
        "agent-chat, /chat-messages, /chat-messages/t%2F1/stop",
        "advanced-chat, /chat-messages, /chat-messages/t%2F1/stop",
        "agent, /chat-messages, /chat-messages/t%2F1/stop",
        "completion, /completion-messages, /completion-messages/t%2F1/stop",
        "workflow, /workflows/run, /workflows/tasks/t%2F1/stop"
    })
    void a_run_is_started_and_stopped_where_its_mode_is_served(
            String mode, String run, String stop) {
        var target = new TargetModel("", new DifyFacts("", mode, ""));
        assertThat(DIFY.run(Played.request(true, false), target, "ada").path()).isEqualTo(run);
        Call stopping =
                ((Cancellation.Send) DIFY.cancel(new RunIds("t/1", "m", "c"), target, "ada"))
                        .call();
        assertThat(stopping.path()).isEqualTo(stop);
        assertThat(stopping.body()).isEqualTo("{\"user\":\"ada\"}");
        assertThat(DIFY.cancel(RunIds.NONE, target, "ada"))
                .isInstanceOf(Cancellation.ReadOnForId.class);
        // In a path these would be folders.
        assertThat(DIFY.cancel(new RunIds(".", "", ""), target, "ada"))
                .isInstanceOf(Cancellation.ReadOnForId.class);
        assertThat(DIFY.cancel(new RunIds("..", "", ""), target, "ada"))
                .isInstanceOf(Cancellation.ReadOnForId.class);
    }
}
