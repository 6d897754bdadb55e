package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DifyFaultTest {
    private static final String KEY = "app-faulty";
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @Test
    void a_late_head_is_silence_on_an_open_connection() throws Exception {
        serve(new Fault.LateHead(FOREVER));

        try (var raw = asking()) {
            awaitRun(Run.Outcome.RUNNING);
            assertThat(raw.isSilent()).isTrue();
        }
        awaitRun(Run.Outcome.CLOSED_BY_PEER);
    }

    @Test
    void a_late_head_comes_in_the_end() throws Exception {
        serve(new Fault.LateHead(Duration.ofMillis(20)));

        assertThat(ask().body()).contains("message_end");
    }

    @Test
    void late_events_leave_the_head_alone() throws Exception {
        serve(new Fault.LateEvents(FOREVER));

        try (var raw = asking()) {
            String wire = raw.until("\r\n\r\n");
            assertThat(wire).startsWith("HTTP/1.1 200 OK");
            assertThat(RawClient.chunks(wire)).isEmpty();
            assertThat(raw.isSilent()).isTrue();
        }
    }

    @Test
    void a_split_body_has_no_larger_chunk() throws Exception {
        dify.app(SimulatedApp.chat(KEY).saying("你好").failing(new Fault.Split(2)));

        try (var raw = asking()) {
            String wire = raw.until(LAST_CHUNK);
            assertThat(RawClient.chunks(wire))
                    .hasSizeGreaterThan(100)
                    .allMatch(it -> it.length() <= 2);
            assertThat(new String(RawClient.body(wire), StandardCharsets.UTF_8)).contains("你好");
        }
    }

    @Test
    void a_cut_can_be_a_close_within_the_body() throws Exception {
        serve(new Fault.Cut(100, Fault.Ending.FIN));

        try (var raw = asking()) {
            String wire = raw.untilEnd();
            assertThat(RawClient.body(wire)).hasSize(100);
            assertThat(wire).doesNotEndWith(LAST_CHUNK);
        }
    }

    @Test
    void a_cut_can_be_a_reset() throws Exception {
        serve(new Fault.Cut(100, Fault.Ending.RESET));

        try (var raw = asking()) {
            raw.until("message_id");
            assertThatThrownBy(raw::untilEnd).isInstanceOf(SocketException.class);
        }
        awaitRun(Run.Outcome.CUT);
    }

    @Test
    void a_cut_can_look_like_a_proper_end() throws Exception {
        serve(new Fault.Cut(100, Fault.Ending.CLEAN));

        var response = ask();

        assertThat(response.body()).hasSize(100);
        assertThat(dify.runs().getFirst().outcome()).isEqualTo(Run.Outcome.CUT);
    }

    @Test
    void a_stream_can_stay_open_after_its_terminal() throws Exception {
        serve(new Fault.StayOpen());

        try (var raw = asking()) {
            raw.until("message_end");
            raw.until("\n\n\r\n");
            assertThat(raw.isSilent()).isTrue();
            assertThat(dify.openRuns()).isEqualTo(1);
        }
        awaitRun(Run.Outcome.CLOSED_BY_PEER);
    }

    @Test
    void a_terminal_can_be_missing() throws Exception {
        serve(new Fault.NoTerminal());

        assertThat(ask().body()).contains("\"event\":\"message\"").doesNotContain("message_end");
    }

    @Test
    void there_can_be_pings_only() throws Exception {
        serve(new Fault.PingsOnly(Duration.ofMillis(5)));

        try (var raw = asking()) {
            String ping = "d\r\nevent: ping\n\n\r\n";
            assertThat(raw.until(ping.repeat(3))).doesNotContain("data:");
        }
    }

    @Test
    void a_failed_chat_ends_with_an_error() throws Exception {
        serve(new Fault.FailedRun(1, "[openai] Error: overloaded"));

        assertThat(events(ask())).hasSize(2);
        assertThat(events(ask()).getLast())
                .contains("\"event\":\"error\"")
                .endsWith(
                        "\"code\":\"completion_request_error\",\"status\":400,\"message\":\"[openai] Error: overloaded\"}");
    }

    @Test
    void a_failed_workflow_says_so_in_its_status() throws Exception {
        dify.app(
                SimulatedApp.workflow(KEY)
                        .saying("a", "b")
                        .failing(new Fault.FailedRun(1, "overloaded")));

        var events = events(client.post(DifyClient.WORKFLOW, KEY, DifyClient.ASK_WORKFLOW));

        assertThat(events.getLast())
                .contains("workflow_finished")
                .contains("\"status\":\"failed\",\"outputs\":{},\"error\":\"overloaded\"");
        assertThat(events.get(events.size() - 2))
                .contains("node_finished")
                .contains("\"status\":\"failed\",\"error\":\"overloaded\"");
        assertThat(events).filteredOn(event -> event.contains("text_chunk")).hasSize(1);
    }

    @Test
    void a_failed_workflow_in_one_piece_is_a_success_of_http() throws Exception {
        dify.app(SimulatedApp.workflow(KEY).failing(new Fault.FailedRun(0, "overloaded")));

        var response =
                client.post(
                        DifyClient.WORKFLOW,
                        KEY,
                        "{\"inputs\":{\"query\":\"x\"},\"user\":\"ann\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"status\": \"failed\"", "\"error\": \"overloaded\"");
    }

    @Test
    void somebody_else_can_stop_a_run() throws Exception {
        dify.app(
                SimulatedApp.workflow(KEY)
                        .saying("a", "b", "c")
                        .failing(new Fault.StoppedElsewhere(2)));

        var events = events(client.post(DifyClient.WORKFLOW, KEY, DifyClient.ASK_WORKFLOW));

        assertThat(events.getLast())
                .contains("\"status\":\"stopped\"", "\"error\":\"Stopped by user.\"");
        assertThat(events).filteredOn(event -> event.contains("text_chunk")).hasSize(2);
    }

    @Test
    void the_answer_can_hide_in_file_events() throws Exception {
        serve(new Fault.TextAsMessageFile());

        assertThat(events(ask()).getFirst())
                .contains("\"event\":\"message_file\"", "\"answer\":\"One\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 429, 502, 504})
    void a_proxy_can_answer_with_its_page(int status) throws Exception {
        serve(new Fault.HtmlPage(status));

        var response = ask();

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(response.headers().firstValue("X-Version")).isEmpty();
        assertThat(response.body()).contains("<center>nginx</center>");
        assertThat(dify.runs().getFirst().outcome()).isEqualTo(Run.Outcome.REFUSED);
    }

    @Test
    void too_many_requests_come_as_documented_or_as_a_look_alike() throws Exception {
        serve(Fault.JsonError.tooManyRequests());
        var documented = ask();
        serve(Fault.JsonError.tooManyRequestsLookAlike());
        var lookAlike = ask();

        assertThat(documented.statusCode()).isEqualTo(429);
        assertThat(documented.body()).contains("\"code\": \"too_many_requests\"");
        assertThat(lookAlike.statusCode()).isEqualTo(400);
        assertThat(lookAlike.body())
                .contains(
                        "\"code\": \"invalid_param\"",
                        "Too many requests. Please try again later.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html"})
    void a_success_can_be_of_another_type(String type) throws Exception {
        serve(new Fault.WrongType(type));

        var response = ask();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.body()).doesNotContain("data:");
    }

    @Test
    void a_connection_can_be_reset_after_the_request() throws Exception {
        serve(new Fault.ResetAfterRequest());

        try (var raw = asking()) {
            assertThatThrownBy(raw::untilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(dify.runs()).hasSize(1);
    }

    @Test
    void only_the_first_runs_are_faulty() throws Exception {
        dify.app(SimulatedApp.chat(KEY).failing(new Fault.HtmlPage(502)).faultyRuns(2));

        assertThat(List.of(ask().statusCode(), ask().statusCode(), ask().statusCode()))
                .containsExactly(502, 502, 200);
    }

    @Test
    void faults_work_together() throws Exception {
        dify.app(
                SimulatedApp.chat(KEY)
                        .failing(new Fault.Split(7), new Fault.Cut(90, Fault.Ending.FIN)));

        try (var raw = asking()) {
            String wire = raw.untilEnd();
            assertThat(RawClient.body(wire)).hasSize(90);
            assertThat(wire).contains("\r\n7\r\n").contains("\r\n6\r\n");
        }
    }

    @Test
    void a_shut_door_lets_waiting_connections_in_when_it_opens() throws Exception {
        serve();
        dify.door(Door.SHUT);

        try (var raw = asking()) {
            assertThat(raw.isSilent()).isTrue();
            assertThat(dify.acceptedConnections()).isZero();
            dify.door(Door.OPEN);
            assertThat(raw.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void a_deaf_door_accepts_but_reads_nothing_until_it_opens() throws Exception {
        serve();
        dify.door(Door.DEAF);

        try (var raw = asking()) {
            await().until(() -> dify.acceptedConnections() == 1);
            assertThat(raw.isSilent()).isTrue();
            assertThat(dify.runs()).isEmpty();
            dify.door(Door.OPEN);
            assertThat(raw.until(LAST_CHUNK)).contains("message_end");
        }
    }

    @Test
    void a_resetting_door_resets_what_it_accepts() throws Exception {
        serve();
        dify.door(Door.RESETTING);

        try (var raw = new RawClient(dify.url())) {
            assertThatThrownBy(raw::untilEnd).isInstanceOf(SocketException.class);
        }
    }

    private void serve(Fault... faults) {
        dify.app(SimulatedApp.chat(KEY).saying("One", " two").failing(faults));
    }

    private RawClient asking() throws Exception {
        return new RawClient(dify.url()).post(DifyClient.CHAT, KEY, DifyClient.ASK);
    }

    private HttpResponse<String> ask() throws Exception {
        return client.post(DifyClient.CHAT, KEY, DifyClient.ASK);
    }

    private void awaitRun(Run.Outcome outcome) {
        await().until(
                        () -> dify.runs().stream().map(Run::outcome).toList(),
                        List.of(outcome)::equals);
    }

    private static List<String> events(HttpResponse<String> response) {
        return response.body().lines().filter(line -> line.startsWith("data: ")).toList();
    }
}
