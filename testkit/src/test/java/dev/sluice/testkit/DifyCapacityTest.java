package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server can do at once: workers, places for connections, and what waits for them. */
final class DifyCapacityTest {
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final String HEAD_AND_PING = "\r\n\r\nd\r\nevent: ping\n\n\r\n";
    private static final SimulatedApp HELD =
            SimulatedApp.workflow("app-held")
                    .profile(Profile.V1_16)
                    .script(List.of(new Step.Started(), new Step.Text("One"), new Step.Hold()));
    private static final SimulatedApp FLOW =
            SimulatedApp.workflow("app-flow").profile(Profile.V1_16).saying("Hi");
    private static final SimulatedApp CHAT =
            SimulatedApp.chat("app-chat").profile(Profile.V1_16).saying("Hi");
    private static final SimulatedApp HELD_CHAT =
            SimulatedApp.chat("app-held-chat")
                    .profile(Profile.V1_16)
                    .script(List.of(new Step.Text("One"), new Step.Hold()));

    private final SimulatedDify dify =
            SimulatedDify.start(0).app(HELD).app(FLOW).app(CHAT).app(HELD_CHAT);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @Test
    void a_workflow_beyond_the_workers_shows_one_ping_until_one_is_free() throws Exception {
        dify.workers(1);
        try (var first = run(HELD);
                var second = run(FLOW)) {
            first.until("text_chunk");
            assertThat(second.until("ping\n\n\r\n")).endsWith(HEAD_AND_PING);
            assertThat(second.isSilent()).isTrue();
            assertThat(dify.queuedRuns()).isEqualTo(1);
            assertThat(dify.runs().getLast().worked()).isFalse();

            stop(dify.runs().getFirst());

            assertThat(second.until(LAST_CHUNK)).contains("workflow_finished");
        }
    }

    @Test
    void a_workflow_in_one_piece_waits_for_a_worker_too() throws Exception {
        dify.workers(1);
        try (var first = run(HELD)) {
            first.until("text_chunk");
            try (var second =
                    new RawClient(dify.url())
                            .post(
                                    DifyClient.WORKFLOW,
                                    FLOW.key(),
                                    DifyClient.ASK_WORKFLOW.replace("streaming", "blocking"))) {
                await().until(() -> dify.queuedRuns() == 1);
                assertThat(second.isSilent()).isTrue();

                stop(dify.runs().getFirst());

                assertThat(second.until("\"succeeded\"")).contains("HTTP/1.1 200");
            }
        }
    }

    @Test
    void a_chat_needs_no_worker() throws Exception {
        dify.workers(1);
        try (var first = run(HELD)) {
            first.until("text_chunk");
            assertThat(client.run(CHAT).body()).contains("message_end");
        }
    }

    @Test
    void a_queued_run_whose_client_left_is_worked_all_the_same() throws Exception {
        dify.workers(1);
        try (var first = run(HELD)) {
            first.until("text_chunk");
            try (var second = run(FLOW)) {
                second.until("ping\n\n\r\n");
            }
            await().until(() -> !dify.runs().getLast().isOpen());
            assertThat(dify.runs().getLast().worked()).isFalse();

            stop(dify.runs().getFirst());

            await().until(() -> dify.runs().getLast().worked());
        }
        assertThat(client.run(FLOW).body()).contains("workflow_finished");
    }

    @Test
    void a_run_that_no_worker_takes_ends_without_an_event() throws Exception {
        dify.workers(0).queueLimit(Duration.ofMillis(50));

        assertThat(client.run(FLOW).body()).isEqualTo("event: ping\n\n");
    }

    @Test
    void a_queued_run_comes_late_or_never() throws Exception {
        dify.app(FLOW.failing(new Fault.Queued(Duration.ofMillis(20))));
        assertThat(client.run(FLOW).body())
                .startsWith("event: ping\n\ndata: {\"event\":\"workflow_started\"")
                .contains("workflow_finished");

        dify.app(FLOW.failing(new Fault.Queued(Duration.ofMillis(20), false)));
        assertThat(client.run(FLOW).body()).isEqualTo("event: ping\n\n");
    }

    @Test
    @SuppressWarnings("try") // the first is closed before the second is read
    void a_connection_beyond_the_places_waits_until_one_is_free() throws Exception {
        dify.connectionPlaces(1);
        try (var first = run(HELD_CHAT);
                var second = run(CHAT)) {
            first.until("\"One\"");
            await().until(() -> dify.waitingConnections() == 1);
            assertThat(second.isSilent()).isTrue();

            first.close();
            dify.connectionPlaces(2);

            assertThat(second.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void an_idle_connection_keeps_its_place_until_its_keep_alive_is_over() throws Exception {
        dify.connectionPlaces(1).keepAlive(Duration.ofMillis(300));
        try (var first = run(CHAT);
                var second = run(CHAT)) {
            assertThat(first.untilEnd()).endsWith(LAST_CHUNK);
            assertThat(second.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void an_answered_connection_that_the_client_closes_frees_its_place() throws Exception {
        dify.connectionPlaces(1);
        try (var first = run(CHAT)) {
            first.until(LAST_CHUNK);
        }
        try (var second = run(CHAT)) {
            assertThat(second.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void a_chat_sends_no_head_before_its_first_event() throws Exception {
        dify.app(CHAT.failing(new Fault.SlowProvider(Duration.ofMinutes(1))));
        try (var raw = run(CHAT)) {
            await().until(() -> dify.openRuns() == 1);
            assertThat(raw.isSilent()).isTrue();
        }
        dify.app(CHAT.failing(new Fault.SlowProvider(Duration.ofMillis(20))));
        assertThat(client.run(CHAT).body()).startsWith("data: ").contains("message_end");
    }

    @Test
    void a_killed_api_cuts_its_streams_and_serves_new_requests_when_it_is_back() throws Exception {
        try (var first = run(HELD_CHAT)) {
            first.until("\"One\"");

            dify.killApi(Duration.ofMillis(300));

            assertThat(first.untilEnd()).doesNotEndWith(LAST_CHUNK);
        }
        assertThat(client.run(CHAT).body()).contains("message_end");
    }

    @Test
    void killed_workers_leave_their_streams_open_and_silent() throws Exception {
        dify.app(FLOW.every(Duration.ofMillis(50)).tokens(10_000));
        try (var stream = run(FLOW)) {
            stream.until("text_chunk");

            dify.killWorkers();

            await().until(stream::isSilent);
        }
    }

    private RawClient run(SimulatedApp app) throws IOException {
        return new RawClient(dify.url())
                .post(DifyClient.path(app.mode()), app.key(), DifyClient.ask(app.mode()));
    }

    private void stop(Run run) throws Exception {
        client.post(
                "/workflows/tasks/" + run.taskId() + "/stop", run.appKey(), "{\"user\":\"ann\"}");
    }
}
