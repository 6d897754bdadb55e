package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What came and went with which version, as far as clients can see it. */
final class DifyAgesTest {
    private static final String KEY = "app-age";

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,from_variable_selector,V1_3,V1_16",
        "ADVANCED_CHAT,parallel_id,V1_3,V1_8_0",
        "ADVANCED_CHAT,parallel_run_id,V1_3,V1_8_0",
        "WORKFLOW,sequence_number,V0_6,V1_4_1",
        "WORKFLOW,exceptions_count,V1_3,V1_16",
        "WORKFLOW,loop_id,V1_3,V1_16",
        "ADVANCED_CHAT,outputs_truncated,V1_9,V1_16",
        "WORKFLOW,reason,V1_14,V1_16",
        "CHAT,time_to_first_token,V1_11,V1_15",
        "COMPLETION,time_to_generate,V1_11,V1_15",
        "AGENT_CHAT,reasoning,V1_15,V1_16",
    })
    void a_key_is_there_from_the_version_it_came_with_until_it_went(
            Mode mode, String key, Profile first, Profile last) throws Exception {
        for (Profile profile : Profile.values()) {
            boolean expected = profile.compareTo(first) >= 0 && profile.compareTo(last) <= 0;

            assertThat(stream(mode, profile).contains("\"" + key + "\""))
                    .as("%s tells %s", profile, key)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void json_is_compact_and_raw_since_1_8_1(Profile profile) throws Exception {
        boolean compact = profile.compareTo(Profile.V1_9) >= 0;

        assertThat(stream(Mode.CHAT, profile))
                .contains(
                        compact
                                ? "\"answer\":\"你\u2028🚀\""
                                : "\"answer\": \"\\u4f60\\u2028\\ud83d\\ude80\"");
    }

    @ParameterizedTest
    @CsvSource({
        "V0_6,'node_finished,workflow_finished,message_end'",
        "V1_4_1,'node_finished,workflow_finished,message_end'",
        "V1_12,'node_finished,workflow_finished,message_end'",
        "V1_13_0,'node_finished,workflow_finished'",
        "V1_13_1,'node_finished,message_end,workflow_finished'",
        "V1_15,'node_finished,message_end,workflow_finished'",
    })
    void a_chatflow_ends_in_the_order_of_its_age(Profile profile, String last) throws Exception {
        assertThat(DifyClient.events(stream(Mode.ADVANCED_CHAT, profile)))
                .endsWith(last.split(",", -1));
        assertThat(stream(Mode.ADVANCED_CHAT, profile)).containsOnlyOnce("workflow_finished");
    }

    @ParameterizedTest
    @EnumSource
    void canvas_runs_begin_with_a_ping_since_1_13(Profile profile) throws Exception {
        boolean pinged = profile.compareTo(Profile.V1_13_0) >= 0;

        assertThat(stream(Mode.WORKFLOW, profile).startsWith("event: ping\n\n")).isEqualTo(pinged);
        assertThat(stream(Mode.ADVANCED_CHAT, profile).startsWith("event: ping\n\n"))
                .isEqualTo(pinged);
        assertThat(stream(Mode.CHAT, profile)).startsWith("data: ");
    }

    @Test
    void nodes_are_counted_until_1_8() throws Exception {
        assertThat(stream(Mode.WORKFLOW, Profile.V1_8_0))
                .contains("\"index\": 2, \"predecessor_node_id\": \"1763738400001\"");
        assertThat(stream(Mode.WORKFLOW, Profile.V1_9))
                .contains("\"title\":\"LLM\",\"index\":1,\"predecessor_node_id\":null");
    }

    @Test
    void the_conversation_is_not_named_when_it_begins_since_1_13() throws Exception {
        assertThat(event("workflow_started", Profile.V1_12)).contains("sys.conversation_id");
        assertThat(event("workflow_started", Profile.V1_13_0))
                .contains("\"sys.query\":\"Hello\",\"sys.dialogue_count\":1");
    }

    @ParameterizedTest
    @CsvSource({"V1_11,message", "V1_12,message_file", "V1_13_0,message"})
    void text_comes_as_a_file_where_the_request_names_one(Profile profile, String event)
            throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(profile).saying("Hi"));

        var response = client.post(DifyClient.CHAT, KEY, withFile());

        assertThat(DifyClient.events(response.body())).startsWith(event);
        assertThat(response.body()).contains("\"answer\":\"Hi\"");
    }

    @Test
    void text_after_a_file_of_the_model_comes_as_a_file_since_1_11_2() throws Exception {
        var script = List.of(new Step.MessageFile("https://f.example/a.png"), new Step.Text("Hi"));
        var app = SimulatedApp.completion(KEY).script(List.copyOf(script));
        dify.app(app);
        var now = client.run(app);
        dify.app(app.profile(Profile.V1_11));
        var before = client.run(app);

        assertThat(DifyClient.events(now.body())).containsExactly("message_file", "message_file");
        assertThat(DifyClient.events(before.body())).containsExactly("message_file", "message");
    }

    @Test
    void the_files_of_the_request_are_told_at_the_end_since_1_13() throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_12));
        var before = client.post(DifyClient.CHAT, KEY, withFile());
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_13_0));
        var since = client.post(DifyClient.CHAT, KEY, withFile());

        assertThat(before.body()).endsWith("\"files\":null}\n\n");
        assertThat(since.body())
                .contains("\"files\":[{\"related_id\":")
                .endsWith("\"remote_url\":\"https://files.example/a.png\"}]}\n\n");
    }

    @Test
    void nothing_follows_the_end_of_a_canvas_since_1_13() throws Exception {
        var app =
                SimulatedApp.chatflow(KEY)
                        .script(List.of(new Step.Text("x"), new Step.End(), new Step.Speech("")));
        dify.app(app.profile(Profile.V1_12));
        var before = client.run(app);
        dify.app(app);
        var since = client.run(app);
        dify.app(app.quirks(Quirk.END_KEEPS_SPEECH));
        var documented = client.run(app);

        assertThat(DifyClient.events(before.body())).endsWith("tts_message_end");
        assertThat(DifyClient.events(since.body())).endsWith("workflow_finished");
        assertThat(DifyClient.events(documented.body())).endsWith("tts_message_end");
    }

    @Test
    void either_end_of_a_chatflow_can_be_lost() throws Exception {
        var app = SimulatedApp.chatflow(KEY).saying("x");
        dify.app(app.quirks(Quirk.NO_MESSAGE_END));
        var withoutUsage = client.run(app);
        dify.app(app.quirks(Quirk.NO_WORKFLOW_FINISHED));
        var withoutStatus = client.run(app);

        assertThat(DifyClient.events(withoutUsage.body()))
                .endsWith("node_finished", "workflow_finished");
        assertThat(DifyClient.events(withoutStatus.body()))
                .endsWith("node_finished", "message_end");
    }

    private String stream(Mode mode, Profile profile) throws Exception {
        var app = SimulatedApp.of(KEY, mode).profile(profile).saying("你\u2028🚀");
        dify.app(app);
        return client.run(app).body();
    }

    private String event(String name, Profile profile) throws Exception {
        return stream(Mode.ADVANCED_CHAT, profile)
                .lines()
                .filter(line -> line.contains("\"" + name + "\""))
                .findFirst()
                .orElseThrow();
    }

    private static String withFile() {
        return DifyClient.ASK.replaceFirst(
                "}$",
                ",\"files\":[{\"type\":\"image\",\"transfer_method\":\"remote_url\",\"url\":\"https://files.example/a.png\"}]}");
    }
}
