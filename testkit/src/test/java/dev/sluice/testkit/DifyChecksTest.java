package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of Dify's checks, and what each of them answers. */
final class DifyChecksTest {
    private static final String CHAT_KEY = "app-chat";
    private static final String WORKFLOW_KEY = "app-flow";

    private final SimulatedDify dify =
            SimulatedDify.start(0)
                    .app(SimulatedApp.chat(CHAT_KEY).named("Help"))
                    .app(SimulatedApp.workflow(WORKFLOW_KEY));
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
                    ''            | Authorization header must be provided and start with 'Bearer'
                    app-chat      | Authorization header must be provided and start with 'Bearer'
                    Basic abc     | Authorization scheme must be 'Bearer'
                    Bearer app-no | Access token is invalid
                    """)
    void a_wrong_authorization_is_401(String authorization, String message) throws Exception {
        var response = client.get("/info", authorization);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer realm=\"api\"");
        assertThat(response.body())
                .isEqualTo(
                        "{\"code\": \"unauthorized\", \"message\": \"%s\", \"status\": 401}\n"
                                .formatted(message));
    }

    @Test
    void the_scheme_may_be_in_any_case() throws Exception {
        assertThat(client.get("/info", "bEARER " + CHAT_KEY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "APP_DELETED,403,The app no longer exists.",
        "APP_ABNORMAL,403,The app's status is abnormal.",
        "API_DISABLED,403,The app's API service has been disabled.",
        "WORKSPACE_ARCHIVED,403,The workspace's status is archived.",
        "WORKSPACE_GONE,400,Tenant does not exist.",
    })
    void an_app_out_of_service_says_why(Quirk quirk, int status, String message) throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).quirks(quirk));

        var response = post(DifyClient.CHAT, CHAT_KEY, "{}");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(message);
    }

    @Test
    void the_user_is_asked_for_even_in_the_wrong_mode() throws Exception {
        assertThat(post(DifyClient.CHAT, WORKFLOW_KEY, "{}").body())
                .isEqualTo(
                        "{\"code\": \"invalid_param\", \"message\": \"Arg user must be provided.\", \"status\": 400}\n");
    }

    @Test
    void the_mode_is_told_before_the_body_is_looked_at() throws Exception {
        assertThat(post(DifyClient.CHAT, WORKFLOW_KEY, "{\"user\":\"ann\"}").body())
                .contains("not_chat_app");
        assertThat(post(DifyClient.WORKFLOW, CHAT_KEY, "{\"user\":\"ann\"}").body())
                .contains("not_workflow_app");
        assertThat(dify.runs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"user":"a","inputs":{}} | 1 validation error for ChatRequestPayload\\nquery\\n  Field required [type=missing
                    {"user":"a","query":"x"} | nputs\\n  Field required [type=missing
                    {"user":"a","query":"x","inputs":[]} | Input should be a valid dictionary [type=dict_type
                    {"user":"a","query":"x","inputs":{},"response_mode":"fast"} | Input should be 'blocking' or 'streaming' [type=literal_error
                    {"user":"a","query":"x","inputs":{},"conversation_id":"7"} | conversation_id must be a valid UUID [type=value_error
                    {"user":"a","query":"","inputs":{}} | query is required
                    """)
    void a_new_server_explains_what_is_wrong_with_the_body(String body, String message)
            throws Exception {
        var response = post(DifyClient.CHAT, CHAT_KEY, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"code\": \"invalid_param\"").contains(message);
    }

    @Test
    void an_old_server_names_the_missing_parameter_only() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).profile(Profile.OLD));

        assertThat(post(DifyClient.CHAT, CHAT_KEY, "{\"user\":\"a\",\"inputs\":{}}").body())
                .isEqualTo(
                        "{\"code\": \"invalid_param\", \"message\": \"Missing required parameter in the JSON body\", \"params\": \"query\"}\n");
    }

    @Test
    void an_old_server_gives_no_hint_with_a_404() throws Exception {
        dify.app(SimulatedApp.chat(CHAT_KEY).profile(Profile.OLD));
        String body =
                "{\"user\":\"a\",\"query\":\"x\",\"inputs\":{},\"conversation_id\":\"9b4ebe18-42c1-40c5-aa37-f043de4e3f14\"}";

        assertThat(post(DifyClient.CHAT, CHAT_KEY, body).body())
                .isEqualTo(
                        "{\"code\": \"not_found\", \"message\": \"Conversation Not Exists.\", \"status\": 404}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {broken | 400 | bad_request
                    ''      | 400 | bad_request
                    []      | 500 | unknown
                    null    | 500 | unknown
                    """)
    void what_is_no_json_object_is_refused(String body, int status, String code) throws Exception {
        var response = post(DifyClient.CHAT, CHAT_KEY, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(code);
    }

    @Test
    void another_content_type_is_415() throws Exception {
        try (var raw =
                new RawClient(dify.url())
                        .send(
                                "POST /v1/chat-messages HTTP/1.1\r\nAuthorization: Bearer app-chat\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")) {
            assertThat(raw.until("}\n")).startsWith("HTTP/1.1 415");
        }
    }

    @Test
    void a_required_input_is_required() throws Exception {
        assertThat(post(DifyClient.WORKFLOW, WORKFLOW_KEY, "{\"user\":\"a\",\"inputs\":{}}").body())
                .contains("query is required in input form");
    }

    @Test
    void the_server_is_welcoming_without_a_key() throws Exception {
        assertThat(client.get("/", "").body())
                .isEqualTo(
                        "{\"welcome\": \"Dify OpenAPI\", \"api_version\": \"v1\", \"server_version\": \"1.15.0\"}\n");
    }

    @Test
    void info_tells_name_and_mode() throws Exception {
        assertThat(client.get("/info", "Bearer " + CHAT_KEY).body())
                .contains("\"name\": \"Help\"", "\"mode\": \"chat\"");
        dify.app(SimulatedApp.chat(CHAT_KEY).quirks(Quirk.INFO_WITHOUT_MODE));
        assertThat(client.get("/info", "Bearer " + CHAT_KEY).body()).doesNotContain("mode");
    }

    @Test
    void parameters_tell_the_input_form() throws Exception {
        assertThat(client.get("/parameters", "Bearer " + WORKFLOW_KEY).body())
                .contains("\"user_input_form\": [{\"paragraph\": {", "\"variable\": \"query\"");
    }

    @Test
    void other_paths_and_methods_do_not_exist() throws Exception {
        assertThat(client.get("/datasets", "Bearer " + CHAT_KEY).body())
                .startsWith("{\"code\": \"not_found\"");
        assertThat(client.get("/chat-messages", "Bearer " + CHAT_KEY).body())
                .startsWith("{\"code\": \"method_not_allowed\"");
        assertThat(post("/info", CHAT_KEY, "{}").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> post(String path, String key, String body) throws Exception {
        return client.post(path, key, body);
    }
}
