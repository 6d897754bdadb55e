package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an app tells of itself, the files it takes, and what a run tells of its request. */
final class DifyPagesTest {
    private static final String KEY = "app-pages";
    private static final String BEARER = "Bearer " + KEY;

    private final SimulatedDify dify =
            SimulatedDify.start(
                            0,
                            "127.0.0.1",
                            1,
                            InstantSource.fixed(Instant.ofEpochSecond(1_763_738_400)))
                    .app(SimulatedApp.chat(KEY).named("Help"));
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
                    V1_3   | ''
                    V1_4_1 | , "mode": "agent-chat"
                    V1_7   | , "mode": "agent-chat", "author_name": "Sluice"
                    """)
    void info_tells_what_its_age_knows(Profile profile, String rest) throws Exception {
        dify.app(SimulatedApp.agentChat(KEY).named("Help").profile(profile));

        assertThat(page("/info"))
                .isEqualTo(
                        "{\"name\": \"Help\", \"description\": \"A simulated app.\", \"tags\": []%s}\n"
                                .formatted(rest));
    }

    @Test
    void the_server_is_as_old_as_its_newest_app() throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(Profile.V1_8_0));

        assertThat(client.get("/", "").body())
                .isEqualTo(
                        "{\"welcome\": \"Dify OpenAPI\", \"api_version\": \"v1\", \"server_version\": \"1.8.0\"}\n");
    }

    @Test
    void parameters_tell_which_files_an_app_takes() throws Exception {
        dify.app(SimulatedApp.chat(KEY).takingFiles(2, "image", "document").citing("[{}]"));

        assertThat(page("/parameters"))
                .contains(
                        "\"retriever_resource\": {\"enabled\": true}",
                        "\"file_upload\": {\"image\": {\"enabled\": true, \"number_limits\": 2, ",
                        "\"enabled\": true, \"allowed_file_types\": [\"document\", \"image\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT,app_unavailable,app_unavailable",
        "COMPLETION,app_unavailable,app_unavailable",
        "WORKFLOW,app_unavailable,Workflow not published",
        "AGENT,agent_not_published,agent_not_published"
    })
    void an_unpublished_app_says_so_by_its_mode(Mode mode, String parameters, String run)
            throws Exception {
        var app = SimulatedApp.of(KEY, mode).quirks(Quirk.UNPUBLISHED);
        dify.app(app);

        assertThat(page("/parameters")).contains(parameters);
        assertThat(client.run(app).statusCode()).isEqualTo(400);
        assertThat(client.run(app).body()).contains(run);
    }

    @Test
    void meta_and_site_tell_icons_and_looks() throws Exception {
        assertThat(page("/meta")).isEqualTo("{\"tool_icons\": {}}\n");
        assertThat(page("/site")).startsWith("{\"title\": \"Help\", \"chat_color_theme\": null, ");
        dify.app(SimulatedApp.agentChat(KEY).quirks(Quirk.NO_SITE));
        assertThat(page("/meta")).contains("\"content\": \"\\ud83d\\udd52\"");
        assertThat(page("/site")).startsWith("{\"code\": \"forbidden\"");
    }

    @Test
    void an_uploaded_file_is_its_users_own() throws Exception {
        dify.app(SimulatedApp.chat(KEY).takingFiles(1, "image"));
        String part = DifyClient.file("Übung.PNG", "image/png", "12345");

        var uploaded = client.upload(KEY, DifyClient.field("user", "ann") + part);

        assertThat(uploaded.statusCode()).isEqualTo(201);
        assertThat(uploaded.body())
                .contains(
                        "\"reference\": null, \"name\": \"\\u00dcbung.PNG\", \"size\": 5, \"extension\": \"png\", \"mime_type\": \"image/png\"",
                        "\"created_at\": 1763738400, \"preview_url\": null");
        String id = uploaded.body().replaceFirst("(?s).\"id\": \"([^\"]+)\".*", "$1");
        assertThat(asking("ann", id)).contains("\"filename\": \"\\u00dcbung.PNG\", \"size\": 5");
        assertThat(asking("bob", id)).contains("Invalid upload file");
    }

    private String asking(String user, String file) throws Exception {
        String body =
                "{\"query\":\"x\",\"inputs\":{},\"user\":\"%s\",\"response_mode\":\"streaming\",\"files\":[{\"type\":\"image\",\"transfer_method\":\"local_file\",\"upload_file_id\":\"%s\"}]}"
                        .formatted(user, file);
        return client.post(DifyClient.CHAT, KEY, body)
                .body()
                .replace("\":", "\": ")
                .replace(",\"", ", \"")
                .replace("Ü", "\\u00dc");
    }

    @Test
    void an_old_server_tells_less_of_an_uploaded_file() throws Exception {
        dify.app(SimulatedApp.chat(KEY).profile(Profile.OLD));

        assertThat(client.upload(KEY, DifyClient.file("a.png", "image/png", "")).body())
                .matches(
                        "\\{\"id\": \"[^\"]+\", \"name\": \"a.png\", \"size\": 0, \"extension\": \"png\", \"mime_type\": \"image/png\", \"created_by\": \"[^\"]+\", \"created_at\": 1763738400}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a.png   | ''              | 415 | "unsupported_file_type", "message": "File type not allowed."
                    ''      | image/png       | 400 | "filename_not_exists_error", "message": "The specified filename does not exist."
                    a/b.png | image/png       | 400 | "invalid_param", "message": "Filename contains invalid characters"
                    a.exe   | application/exe | 400 | "invalid_param", "message": "File extension '.exe' is not allowed for security reasons"
                    """)
    void a_file_that_is_not_taken_says_why(String name, String type, int status, String error)
            throws Exception {
        var response = client.upload(KEY, DifyClient.file(name, type, "x"));

        assertThat(response.body())
                .isEqualTo("{\"code\": %s, \"status\": %d}\n".formatted(error, status));
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void one_file_is_taken_at_a_time_and_of_limited_size() throws Exception {
        String file = DifyClient.file("a.txt", "text/plain", "x");
        String large = DifyClient.file("a.png", "image/png", "x".repeat(10 * 1024 * 1024 + 1));

        assertThat(client.upload(KEY, DifyClient.field("user", "ann")).body())
                .contains("\"no_file_uploaded\", \"message\": \"Please upload your file.\"");
        assertThat(client.upload(KEY, file + file).body())
                .contains("\"too_many_files\", \"message\": \"Only one file is allowed.\"");
        assertThat(client.upload(KEY, large).body())
                .isEqualTo("{\"code\": \"file_too_large\", \"message\": \"\", \"status\": 413}\n");
    }

    @ParameterizedTest
    @EnumSource
    void errors_of_the_catalogue_are_refusals_by_name(KnownError error) throws Exception {
        var app = SimulatedApp.chat(KEY).failing(Fault.JsonError.of(error));
        dify.app(app);

        var response = client.run(app);

        assertThat(response.statusCode()).isBetween(400, 500);
        assertThat(response.body())
                .startsWith("{\"code\": \"%s\", ".formatted(error.name().toLowerCase(Locale.ROOT)))
                .endsWith("\"status\": %d}\n".formatted(response.statusCode()));
    }

    @Test
    void a_run_tells_what_came_with_its_request() throws Exception {
        dify.app(SimulatedApp.workflow(KEY));
        String body =
                "{\"inputs\":{\"n\":1,\"query\":\"Why?\"},\"user\":\"ann\",\"files\":[{\"transfer_method\":\"remote_url\",\"url\":\"u\"}]}";

        client.post(DifyClient.WORKFLOW, KEY, body);

        Run run = dify.runs().getFirst();
        assertThat(run.mode()).isEqualTo(Mode.WORKFLOW);
        assertThat(run.query()).isEqualTo("Why?");
        assertThat(run.inputs()).hasToString("{\"n\":1,\"query\":\"Why?\"}");
        assertThat(run.files()).hasSize(1);
        assertThat(run.streaming()).isFalse();
        assertThat(run.conversationAsked()).isEmpty();
        assertThat(run.headers()).containsEntry("AUTHORIZATION", List.of(BEARER));
        assertThat(run.headers().keySet())
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .doesNotContain("x-api-key", "cookie");
    }

    @Test
    void versions_are_in_order() {
        assertThat(Arrays.stream(Profile.values()).filter(profile -> profile.isAtLeast("1.9.0")))
                .startsWith(Profile.V1_9)
                .hasSize(8);
        assertThat(Profile.V1_9.isAtLeast("1.10.0")).isFalse();
        assertThat(Profile.OLD).isEqualTo(Profile.V1_4_1);
        assertThat(Profile.NEW).isEqualTo(Profile.V1_15);
    }

    private String page(String path) throws Exception {
        return client.get(path, BEARER).body();
    }
}
