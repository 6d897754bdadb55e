package dev.sluice.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.access.Grants;
import dev.sluice.conversation.StoredMappings;
import dev.sluice.telemetry.LogConfig;
import dev.sluice.telemetry.Logging;
import dev.sluice.testing.Answer;
import dev.sluice.testing.Question;
import dev.sluice.testing.StandardError;
import dev.sluice.testing.TestGateway;
import dev.sluice.testkit.Conversation;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Run;
import dev.sluice.testkit.SimulatedApp;
import dev.sluice.testkit.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was wrong with how OpenDify took requests, by the numbers of its list of defects. */
final class OpenDifyRequestsTest {
    private static final Question QUESTION = Question.to("app");
    private static final String PROMPT = "canary-of-the-prompt";
    private static final String ANSWER = "canary-of-the-answer";
    private static final String KEY = "sk-canary-of-the-key";
    private static final String CHAT_ID = "X-OpenWebUI-Chat-Id";
    private static final Question FIRST = QUESTION.header(CHAT_ID, "chat-1");
    private static final Question NEXT = FIRST.after("Hello?", ANSWER).saying("And then?");
    private static final SimulatedApp APP = SimulatedApp.chat("app-app").saying(ANSWER);

    private final TestGateway gateway = TestGateway.of(APP);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void b6_who_names_the_chat_of_another_gets_a_conversation_of_his_own() {
        var _ = gateway.ask(FIRST.with("\"user\":\"ada\""));
        var _ = gateway.ask(NEXT.with("\"user\":\"bob\""));

        isAloneEach();
    }

    @Test
    void b6_a_chat_with_another_model_is_another_chat() {
        var other = SimulatedApp.chat("app-other");
        try (var both = TestGateway.of(APP, other)) {
            var _ = both.ask(FIRST);

            Answer answer = both.ask(Question.to("other").header(CHAT_ID, "chat-1").saying("Now?"));

            assertThat(answer.header("x-sluice-conversation")).isEqualTo("new");
            assertThat(both.dify().conversations()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Any-Chat-Id", "chat-id", "X-OpenWebUI-Chat-Id-2"})
    void b6_only_the_exact_header_names_a_chat(String header) {
        var _ = gateway.ask(QUESTION.header(header, "chat-1"));
        var _ = gateway.ask(QUESTION.header(header, "chat-1").saying("And then?"));

        isAloneEach();
    }

    private void isAloneEach() {
        assertThat(gateway.dify().conversations()).hasSize(2);
        assertThat(gateway.dify().runs()).extracting(Run::conversationAsked).containsOnly("");
    }

    @Test
    void b7_a_conversation_that_was_deleted_in_dify_keeps_no_chat_from_going_on() {
        var _ = gateway.ask(FIRST);
        gateway.dify().forgetConversations();

        assertThat(gateway.ask(NEXT).body()).contains(ANSWER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | Hello!",
                "application/json | [1]",
                "application/json | 7",
                "application/x-www-form-urlencoded | model=app",
                "text/plain | Hello!",
                "multipart/form-data; boundary=x | --x--",
            })
    void b8_a_body_that_is_no_json_object_is_the_clients_fault(String type, String body) {
        Answer answer = post("Content-Type: " + type, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"");
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-JSON");
    }

    @Test
    void b9_the_text_of_a_list_of_parts_and_the_system_message_reach_dify() {
        post(
                "Content-Type: application/json",
                """
                {"model":"app","messages":[{"role":"system","content":"Be brief."},
                {"role":"user","content":[{"type":"text","text":"Hello,"},
                {"type":"text","text":" who are you?"}]}]}\
                """);

        assertThat(gateway.dify().runs())
                .singleElement()
                .extracting(Run::query)
                .asString()
                .contains("Be brief.", "Hello,", "who are you?")
                .doesNotContain("[{", "\"type\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "-1"})
    void b11_cleaning_up_by_nonsense_is_refused_and_deletes_nothing(String age) {
        String key = admin();
        try (var stored = StoredMappings.in(gateway.folder(), "")) {
            stored.put(List.of(StoredMappings.mapping("ancient", 1)));

            Answer answer = manage(key, "POST", "cleanup", "{\"max_age_days\":%s}".formatted(age));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.diagnosis()).isEqualTo("REQUEST-FIELD");
            assertThat(stored.chats()).containsExactly("ancient");
        }
    }

    @Test
    void b11_nobody_cleans_up_without_a_key() {
        try (var stored = StoredMappings.in(gateway.folder(), "")) {
            stored.put(List.of(StoredMappings.mapping("ancient", 1)));

            Answer answer = manage("", "POST", "cleanup", "{\"max_age_days\":1}");

            assertThat(answer.diagnosis()).isEqualTo("PERMISSION-DENIED");
            assertThat(stored.chats()).containsExactly("ancient");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG", "INFO", "WARN", "ERROR"})
    void b15_neither_prompts_nor_answers_nor_keys_are_logged(LogConfig.Level level) {
        try (var error = new StandardError()) {
            try (var indiscreet = indiscreet()) {
                // Not before: a gateway that starts applies its own configuration.
                Logging.apply(new LogConfig(level, LogConfig.Format.JSON));
                for (String model : List.of("app", "echo", "cut", "nobody")) {
                    Question question = Question.to(model).saying(PROMPT);
                    var _ = post(indiscreet, "Authorization: Bearer " + KEY, question.json());
                    var _ = post(indiscreet, "X-Api-Key: " + KEY, question.streamed().json());
                }
                var _ = post(indiscreet, "Authorization: Bearer " + KEY, PROMPT);
            }

            assertThat(error.text()).doesNotContain("canary");
            assertThat(error.text().contains("\"code\":\"MODEL-UNKNOWN\""))
                    .isEqualTo(level.compareTo(LogConfig.Level.INFO) <= 0);
        } finally {
            Logging.apply(LogConfig.DEFAULT);
        }
    }

    /** Its apps answer, refuse with what they were asked, and break off. */
    private static TestGateway indiscreet() {
        return TestGateway.of(
                SimulatedApp.chat("app-app").saying(ANSWER),
                SimulatedApp.chat("app-echo")
                        .failing(new Fault.JsonError(400, "invalid_param", PROMPT)),
                SimulatedApp.chat("app-cut")
                        .saying(ANSWER, ANSWER)
                        .failing(new Fault.NoTerminal()));
    }

    @Test
    void b19_two_first_turns_at_once_are_a_conversation_each() {
        var slow =
                APP.script(
                        List.of(
                                new Step.Text("One"),
                                new Step.Silence(Duration.ofMillis(300)),
                                new Step.End()));
        try (var paced = TestGateway.of(slow);
                var first = paced.client();
                var second = paced.client()) {
            first.ask(FIRST.streamed()).until("One");
            second.ask(FIRST.saying("Are you there?"));

            assertThat(List.of(first.answer(), second.answer()))
                    .extracting(Answer::status)
                    .containsOnly(200);
            assertThat(paced.dify().conversations())
                    .extracting(Conversation::queries)
                    .containsExactly(List.of("Hello?"), List.of("Are you there?"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, mappings",
        "GET, recent?limit=1000",
        "GET, database/info",
        "POST, database/optimize",
        "DELETE, mappings/x"
    })
    void b25_conversations_are_shown_and_deleted_for_administrators_alone(
            String method, String path) {
        String key = admin();

        assertThat(manage("", method, path, "").diagnosis()).isEqualTo("PERMISSION-DENIED");
        assertThat(manage(key, method, path, "").status()).isIn(200, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "100000"})
    void b25_a_page_has_bounds(String limit) {
        Answer answer = manage(admin(), "GET", "recent?limit=" + limit, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.diagnosis()).isEqualTo("REQUEST-FIELD");
    }

    private String admin() {
        String key = gateway.gateway().keys().create("root", Grants.ALL).key();
        await().until(() -> manage(key, "GET", "mappings", "").status() == 200);
        return key;
    }

    private Answer manage(String key, String method, String path, String body) {
        String authorization = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
        try (var client = gateway.client()) {
            return client.send(
                            "%s /v1/conversation/%s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
                                    .formatted(method, path, authorization, body.length(), body))
                    .answer();
        }
    }

    private Answer post(String header, String body) {
        return post(gateway, header, body);
    }

    private static Answer post(TestGateway asked, String header, String body) {
        try (var client = asked.client()) {
            return client.send(
                            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(header, body.length(), body))
                    .answer();
        }
    }
}
