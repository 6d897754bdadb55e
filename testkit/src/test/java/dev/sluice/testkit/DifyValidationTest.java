package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each age of servers answers to a body, to inputs and to files that are wrong. */
final class DifyValidationTest {
    private static final String KEY = "app-valid";
    private static final String FORM =
            """
            [{"text-input":{"variable":"name","required":true,"max_length":5}},
             {"select":{"variable":"size","options":["S","L"]}},
             {"number":{"variable":"count"}},{"file":{"variable":"scan"}},
             {"file-list":{"variable":"scans","max_length":1}},
             {"json_object":{"variable":"meta"}}]\
            """;
    private static final String LINK =
            "{\"type\":\"image\",\"transfer_method\":\"remote_url\",\"url\":\"https://f.example/a.png\"}";

    private final SimulatedDify dify = SimulatedDify.start(0);
    private final DifyClient client = new DifyClient(dify);

    @AfterEach
    void close() {
        client.close();
        dify.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    V0_6   | {"code": "invalid_param", "message": "Missing required parameter in the JSON body", "params": "query"}
                    V1_7   | {"code": "invalid_param", "message": "Missing required parameter in the JSON body", "params": "query"}
                    V1_8_0 | {"errors": {"query": "Missing required parameter in the JSON body"}, "message": "Input payload validation failed"}
                    V1_9   | {"errors": {"query": "Missing required parameter in the JSON body"}, "message": "Input payload validation failed"}
                    V1_11  | {"code": "invalid_param", "message": "1 validation error for ChatRequestPayload\\nquery\\n  Field required [type=missing, input_value={'inputs': {}, 'user': 'a'}, input_type=dict]\\n    For further information visit https://errors.pydantic.dev/2.12/v/missing", "status": 400}
                    """)
    void a_missing_field_is_told_in_the_words_of_the_age(Profile profile, String expected)
            throws Exception {
        var app = SimulatedApp.chat(KEY).profile(profile);

        assertThat(body(app, "{\"inputs\":{},\"user\":\"a\"}")).isEqualTo(expected + "\n");
    }

    @Test
    void a_missing_field_may_be_a_required_property_from_1_8_to_1_10() throws Exception {
        var app = SimulatedApp.chat(KEY).quirks(Quirk.MISSING_AS_REQUIRED_PROPERTY);

        assertThat(body(app.profile(Profile.V1_9), "{\"inputs\":{}}"))
                .isEqualTo(
                        "{\"errors\": {\"user\": \"'user' is a required property\"}, \"message\": \"Input payload validation failed\"}\n");
        assertThat(body(app.profile(Profile.V1_9), "{\"inputs\":{},\"user\":\"a\"}"))
                .contains("{\"query\": \"'query' is a required property\"}");
        assertThat(body(app, "{\"inputs\":{}}")).contains("Arg user must be provided.");
    }

    @ParameterizedTest
    @CsvSource({
        "V1_4_1,'\"message\": \"fast is not a valid choice\", \"params\": \"response_mode\"'",
        "V1_8_0,'{\"errors\": {\"response_mode\": \"fast is not a valid choice\"}, '",
        "V1_12,'[type=literal_error, input_value=''fast'', input_type=str]'"
    })
    void a_wrong_value_is_told_in_the_words_of_the_age(Profile profile, String expected)
            throws Exception {
        var app = SimulatedApp.chat(KEY).profile(profile);
        String body = "{\"query\":\"x\",\"inputs\":{},\"user\":\"a\",\"response_mode\":\"fast\"}";

        assertThat(body(app, body)).contains(expected);
    }

    @Test
    void the_payload_is_called_after_the_kind_of_run() throws Exception {
        assertThat(body(SimulatedApp.workflow(KEY), "{\"user\":\"a\"}"))
                .contains("1 validation error for WorkflowRunPayload\\ninputs\\n");
        assertThat(body(SimulatedApp.completion(KEY), "{\"user\":\"a\"}"))
                .contains("1 validation error for CompletionRequestPayload\\ninputs\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                              | name is required in input form
                    {"name":""}                     | name is required in input form
                    {"name":7}                      | (type 'text-input') name in input form must be a string
                    {"name":"Andrea"}               | name in input form must be less than 5 characters
                    {"name":"A","size":"M"}         | size in input form must be one of the following: ['S', 'L']
                    {"name":"A","count":"many"}     | count in input form must be a valid number
                    {"name":"A","scan":"x"}         | scan in input form must be a file
                    {"name":"A","scan":{"url":"x"}} | transfer_method is required in file mapping
                    {"name":"A","scans":{}}         | scans in input form must be a list of files
                    {"name":"A","scans":[1,2]}      | scans in input form must be less than 1 files
                    {"name":"A","meta":"x"}         | meta in input form must be a dict
                    """)
    void inputs_are_checked_by_the_form(String inputs, String message) throws Exception {
        var app = SimulatedApp.chat(KEY).inputForm(FORM);
        String body = "{\"query\":\"x\",\"inputs\":%s,\"user\":\"a\"}".formatted(inputs);

        assertThat(body(app, body)).isEqualTo(invalid(message));
    }

    @Test
    void inputs_that_fit_the_form_are_taken() throws Exception {
        var app = SimulatedApp.chat(KEY).inputForm(FORM);
        String inputs =
                "{\"name\":\"A\",\"size\":\"S\",\"count\":\"-1.5\",\"scan\":%1$s,\"scans\":[%1$s],\"meta\":{},\"other\":1}"
                        .formatted(LINK);
        String body = "{\"query\":\"x\",\"inputs\":%s,\"user\":\"a\"}".formatted(inputs);

        assertThat(body(app, body)).startsWith("{\"event\": \"message\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"type":"image"}                                       | transfer_method is required in file mapping
                    {"transfer_method":"base64"}                           | Invalid file transfer method: base64
                    {"transfer_method":"remote_url"}                       | Invalid file url
                    {"transfer_method":"local_file"}                       | Invalid upload file id
                    {"transfer_method":"local_file","upload_file_id":"7"}  | Invalid upload file id format
                    {"transfer_method":"local_file","upload_file_id":"9b4ebe18-42c1-40c5-aa37-f043de4e3f14"} | Invalid upload file
                    {"type":"audio","transfer_method":"remote_url","url":"https://f.example/a.mp3"} | File validation failed for file: a.mp3
                    """)
    void a_wrong_file_is_refused(String file, String message) throws Exception {
        assertThat(body(SimulatedApp.chat(KEY).takingFiles(2, "image"), asking(file)))
                .isEqualTo(invalid(message));
    }

    @Test
    void files_are_counted() throws Exception {
        String document = LINK.replace("image", "document");
        var app = SimulatedApp.chat(KEY);

        assertThat(body(app.takingFiles(1, "image"), asking(LINK + "," + LINK)))
                .isEqualTo(invalid("Number of image files exceeds the maximum limit 1"));
        assertThat(body(app.takingFiles(1, "image"), asking(LINK + "," + document)))
                .isEqualTo(invalid("Number of files exceeds the maximum limit 1"));
        assertThat(body(app.takingFiles(2, "image", "document"), asking(LINK + "," + document)))
                .startsWith("{\"event\": \"message\"");
    }

    @Test
    void a_worker_checks_inputs_in_vain_from_1_13_to_1_14() throws Exception {
        for (Profile profile : List.of(Profile.V1_13_0, Profile.V1_14)) {
            dify.app(SimulatedApp.workflow(KEY).profile(profile));
            try (var raw =
                    new RawClient(dify.url())
                            .post(
                                    DifyClient.WORKFLOW,
                                    KEY,
                                    "{\"inputs\":{},\"user\":\"a\",\"response_mode\":\"streaming\"}")) {
                assertThat(raw.until("event: ping\n\n\r\n")).startsWith("HTTP/1.1 200 OK");
                assertThat(raw.isSilent()).isTrue();
            }
        }
    }

    @Test
    void who_waits_in_vain_is_left_without_a_word_after_300_seconds() {
        assertThat(DifyRuns.WAITING_IN_VAIN.every()).hasSeconds(10);
        assertThat(DifyRuns.WAITING_IN_VAIN.length()).hasSeconds(300);
    }

    @Test
    void pings_can_end_without_a_word() throws Exception {
        var pings = new Step.Pings(Duration.ofMillis(5), Duration.ofMillis(20));
        var app = SimulatedApp.chat(KEY).script(List.of(pings));
        dify.app(app);

        assertThat(client.run(app).body()).isEqualTo("event: ping\n\n".repeat(4));
    }

    @Test
    void since_1_15_a_run_that_could_not_begin_tells_so() throws Exception {
        dify.app(SimulatedApp.chatflow(KEY).inputForm(FORM));

        String stream = client.post(DifyClient.CHAT, KEY, DifyClient.ASK).body();

        assertThat(stream)
                .matches(
                        "(?s)event: ping\n\ndata: \\{\"event\":\"workflow_started\",\"workflow_run_id\":\"([^\"]+)\",\"task_id\":\"\\1\",\"data\":.*")
                .contains(
                        "\"status\":\"failed\",\"outputs\":{},\"error\":\"name is required in input form\"")
                .doesNotContain("conversation_id\":\"", "message_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1_12", "V1_13_0", "V1_15"})
    void in_one_piece_wrong_inputs_are_400_at_any_age(String profile) throws Exception {
        var app = SimulatedApp.workflow(KEY).profile(Profile.valueOf(profile));

        assertThat(body(app, "{\"inputs\":{},\"user\":\"a\"}"))
                .isEqualTo(invalid("query is required in input form"));
    }

    private String body(SimulatedApp app, String body) throws Exception {
        dify.app(app);
        return client.post(DifyClient.path(app.mode()), KEY, body).body();
    }

    private static String asking(String files) {
        return "{\"query\":\"x\",\"inputs\":{},\"user\":\"a\",\"files\":[%s]}".formatted(files);
    }

    private static String invalid(String message) {
        return "{\"code\": \"invalid_param\", \"message\": \"%s\", \"status\": 400}\n"
                .formatted(message);
    }
}
