package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.Call;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.Cancellation;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.NewestTurn;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.RunIds;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.openai.OpenAiChat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class DifyTest {
    private static final String KEY = "app-0123456789";
    private static final DifyFacts CHAT = new DifyFacts("Helper", "chat", "");
    private static final DifyFacts WORKFLOW = new DifyFacts("Flow", "workflow", "topic");
    private static final Message QUESTION = new Message.User("And of Chile?");
    private static final List<Message> HISTORY =
            List.of(
                    new Message.User("What is the capital of Peru?"),
                    new Message.Assistant(""),
                    new Message.ToolResult("", "Lima, 10 million"),
                    new Message.Assistant("Lima"),
                    new Message.Instruction("Answer in one word."));

    private final Dify asking = new Dify("demo", Played.BASE, KEY, "");

    @Test
    void the_free_calls_carry_the_key() {
        assertThat(asking.describe())
                .extracting(Call::toString)
                .containsExactly("GET /info", "GET /parameters");
        assertThat(asking.describe())
                .allSatisfy(call ->
                        assertThat(call.headers()).containsEntry("Authorization", "Bearer " + KEY));
    }

    @Test
    void the_key_never_shows() {
        Call run = asking.run(request("{}", QUESTION), target(CHAT), "ada");
        Call stop = stop("t1", CHAT);
        assertThat(asking + " " + asking.describe() + run + run.body() + stop + stop.body())
                .doesNotContain(KEY);
    }

    @Test
    void the_app_tells_its_name_and_mode() {
        assertThat(asking.facts(answers("{\"name\":\"Helper\",\"mode\":\"chat\"}", "{}")))
                .isEqualTo(CHAT);
    }

    @Test
    void the_configured_mode_wins_and_makes_the_answer_dispensable() {
        Dify configured = new Dify("demo", Played.BASE, KEY, "chat");
        assertThat(configured.facts(answers("{\"name\":\"Helper\",\"mode\":\"agent-chat\"}", "{}")))
                .isEqualTo(CHAT);
        assertThat(configured.facts(List.of(answered(500, "<html>"), answered(500, ""))))
                .isEqualTo(new DifyFacts("", "chat", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chat", "agent-chat", "advanced-chat", "agent", "completion", "workflow"})
    void every_mode_is_served_whether_told_or_configured(String mode) {
        String info = "{\"mode\":\"" + mode + "\"}";
        assertThat(asking.facts(answers(info, "{}")).kind()).isEqualTo(mode);
        assertThat(new Dify("demo", Played.BASE, KEY, mode).facts(answers("{}", "{}")).kind())
                .isEqualTo(mode);
        assertThat(Dify.modes()).contains(mode);
    }

    @Test
    void a_mode_that_is_not_served_is_told() {
        ChatFailure failure = factsFailure(asking, answers("{\"mode\":\"mood\"}", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.DIFY_APP_MODE);
        assertThat(failure.cause()).contains("mode mood", "serves chat, agent-chat");
        Dify configured = new Dify("demo", Played.BASE, KEY, "mood");
        assertThat(factsFailure(configured, answers("{}", "{}")).code())
                .isEqualTo(FailureCode.DIFY_APP_MODE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"name\":\"Old\"} | DIFY_APP_MODE",
                "404 | <html> | DIFY_APP_MODE",
                "401 | {\"code\":\"unauthorized\"} | DIFY_KEY_INVALID",
                "403 | {\"code\":\"forbidden\"} | DIFY_APP_FORBIDDEN",
                "200 | <html> | UPSTREAM_FOREIGN_ANSWER",
                "502 | <html> | UPSTREAM_UNAVAILABLE"
            })
    void an_app_without_a_mode_is_explained(int status, String info, FailureCode code) {
        ChatFailure failure =
                factsFailure(asking, List.of(answered(status, info), answered(200, "{}")));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.source()).isEqualTo("demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"code\":\"not_found\",\"status\":404}"})
    void a_server_that_has_no_parameters_either_is_not_the_api(String page) {
        List<CallResponse> answers = List.of(answered(404, page), answered(404, page));
        for (String mode : List.of("", "chat")) {
            ChatFailure failure = factsFailure(new Dify("demo", Played.BASE, KEY, mode), answers);
            assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_FOREIGN_ANSWER);
            assertThat(failure.fix()).contains("upstreams.demo.url").doesNotContain("mode");
        }
    }

    @Test
    void what_an_unknown_mode_needs_is_named() {
        assertThat(factsFailure(asking, answers("{\"name\":\"Old\"}", "{}")).fix())
                .contains("upstreams.demo.mode");
    }

    @Test
    void a_wrong_key_is_told_even_when_the_mode_is_configured() {
        List<CallResponse> answers = List.of(answered(401, ""), answered(401, ""));
        assertThat(factsFailure(new Dify("demo", Played.BASE, KEY, "chat"), answers).code())
                .isEqualTo(FailureCode.DIFY_KEY_INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic | {\"paragraph\":{\"variable\":\"topic\"}},{\"number\":{\"variable\":\"n\",\"required\":true}}",
                "b | {\"text-input\":{\"variable\":\"query\"}},{\"paragraph\":{\"variable\":\"b\",\"required\":true}}",
                "question | {\"text-input\":{\"variable\":\"a\"}},{\"paragraph\":{\"variable\":\"question\",\"required\":false}}",
                "a | {\"text-input\":{\"variable\":\"a\"}},{\"paragraph\":{\"variable\":\"b\"}}",
                "query | {\"file\":{\"variable\":\"document\",\"required\":true}}",
                "query | ''"
            })
    void a_workflow_takes_the_prompt_in_its_likeliest_field(String expected, String form) {
        String parameters = "{\"user_input_form\":[" + form + "]}";
        assertThat(asking.facts(answers("{\"mode\":\"workflow\"}", parameters)).promptInput())
                .isEqualTo(expected);
    }

    @Test
    void a_workflow_whose_form_is_not_told_takes_the_prompt_as_query() {
        List<CallResponse> answers =
                List.of(answered(200, "{\"mode\":\"workflow\"}"), answered(400, "{}"));
        assertThat(asking.facts(answers)).isEqualTo(new DifyFacts("", "workflow", "query"));
    }

    @Test
    void a_chat_is_asked_with_the_single_message_as_it_is() {
        Call run = asking.run(request("{\"city\":\"Lima\"}", QUESTION), target(CHAT), "ada");
        assertThat(run.method() + " " + run.path()).isEqualTo("POST /chat-messages");
        assertThat(run.headers())
                .containsEntry("Authorization", "Bearer " + KEY)
                .containsEntry("Content-Type", "application/json");
        assertThat(Json.object(run.body()))
                .isEqualTo(
                        Json.object(
                                """
                                {"inputs":{"city":"Lima"},"query":"And of Chile?","user":"ada",
                                 "response_mode":"streaming","auto_generate_name":false}
                                """));
    }

    @Test
    void a_workflow_is_asked_through_its_form() {
        Call run = asking.run(request("{\"style\":\"short\"}", QUESTION), target(WORKFLOW), "ada");
        assertThat(run.path()).isEqualTo("/workflows/run");
        assertThat(Json.object(run.body()))
                .isEqualTo(
                        Json.object(
                                """
                                {"inputs":{"style":"short","topic":"And of Chile?"},"user":"ada",
                                 "response_mode":"streaming"}
                                """));
    }

    @Test
    void a_field_that_the_client_fills_in_itself_is_left_alone() {
        ChatRequest request = request("{\"topic\":\"own\"}", QUESTION);
        Call run = asking.run(request, target(WORKFLOW), "ada");
        assertThat(Json.object(run.body()).path("inputs"))
                .isEqualTo(Json.object("{\"topic\":\"own\"}"));
        assertThat(DifyOptions.of(request.original()).inputs())
                .isEqualTo(Json.object("{\"topic\":\"own\"}"));
    }

    @Test
    void numbers_reach_the_app_as_the_client_wrote_them() {
        String inputs = "{\"price\":1.10,\"huge\":1E+400,\"id\":12345678901234567890}";
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"dify\":{\"inputs\":%s}}"
                        .formatted(inputs);
        Call run =
                asking.run(
                        OpenAiChat.read(body.getBytes(UTF_8), DifyOptions.MEMBERS.names()),
                        target(CHAT),
                        "ada");
        assertThat(run.body()).contains("\"inputs\":" + inputs);
    }

    @Test
    void a_history_is_folded_with_instructions_first() {
        List<Message> chat = new ArrayList<>(HISTORY);
        chat.add(QUESTION);
        assertThat(Prompt.of(chat))
                .isEqualTo(
                        """
                        System: Answer in one word.

                        User: What is the capital of Peru?

                        Tool: Lima, 10 million

                        Assistant: Lima

                        User: And of Chile?\
                        """);
    }

    @Test
    void instructions_that_stand_last_stay_last() {
        List<Message> chat = new ArrayList<>(List.of(new Message.Instruction("Be kind.")));
        chat.addAll(HISTORY);
        assertThat(Prompt.of(chat))
                .startsWith("System: Be kind.\n\nUser: ")
                .endsWith("Assistant: Lima\n\nSystem: Answer in one word.");
    }

    @Test
    void a_chat_that_ends_with_somebody_else_is_told_in_order() {
        List<Message> spoken = HISTORY.subList(0, HISTORY.size() - 1);
        assertThat(Prompt.of(spoken)).startsWith("User: ").endsWith("Assistant: Lima");
        assertThat(Prompt.of(List.of(new Message.Instruction("Say hi.")))).isEqualTo("Say hi.");
    }

    @Test
    void a_text_generator_takes_the_prompt_in_its_form_and_else_as_a_query() {
        String form = "{\"user_input_form\":[{\"paragraph\":{\"variable\":\"topic\"}}]}";
        DifyFacts told = asking.facts(answers("{\"mode\":\"completion\"}", form));
        DifyFacts formless = asking.facts(answers("{\"mode\":\"completion\"}", "{}"));
        assertThat(body(request("{}", QUESTION), told))
                .isEqualTo(
                        Json.object(
                                """
                                {"inputs":{"topic":"And of Chile?"},"response_mode":"streaming",
                                 "user":"ada"}
                                """));
        assertThat(body(request("{\"topic\":\"own\"}", QUESTION), told))
                .isEqualTo(
                        Json.object(
                                """
                                {"inputs":{"topic":"own"},"query":"And of Chile?",
                                 "response_mode":"streaming","user":"ada"}
                                """));
        assertThat(body(request("{}", QUESTION), formless).path("query").asString(""))
                .isEqualTo("And of Chile?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "agent-chat", "advanced-chat", "agent"})
    void a_conversation_goes_on_with_what_it_is_told(String mode) {
        assertThat(body(goingOn(List.of(QUESTION)), new DifyFacts("", mode, "")))
                .isEqualTo(
                        Json.object(
                                """
                                {"inputs":{},"query":"And of Chile?","conversation_id":"c1",
                                 "auto_generate_name":false,"response_mode":"streaming",
                                 "user":"ada"}
                                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "workflow"})
    void a_mode_without_conversations_is_told_the_whole_chat(String mode) {
        List<Message> chat = new ArrayList<>(HISTORY);
        chat.add(QUESTION);
        assertThat(body(goingOn(chat), new DifyFacts("", mode, "topic")).toString())
                .contains("capital of Peru", "And of Chile?")
                .doesNotContain("conversation");
    }

    @Test
    void files_are_given_in_the_words_of_dify() {
        ChatRequest request =
                Played.request(
                        """
                        {"files":[{"type":"image","transfer_method":"remote_url",
                          "url":"https://far.example/cat.png"},
                         {"type":"document","transfer_method":"local_file",
                          "upload_file_id":"u1"}]}
                        """,
                        QUESTION);
        assertThat(body(request, WORKFLOW).path("files"))
                .isEqualTo(
                        Json.object(
                                        """
                                        {"files":[{"type":"image","transfer_method":"remote_url",
                                          "url":"https://far.example/cat.png"},
                                         {"type":"document","transfer_method":"local_file",
                                          "upload_file_id":"u1"}]}
                                        """)
                                .path("files"));
    }

    @Test
    void the_newest_turn_is_all_that_came_after_the_last_answer() {
        Message tool = new Message.ToolResult("", "Santiago, 6 million");
        List<Message> chat = new ArrayList<>(HISTORY);
        chat.addAll(List.of(QUESTION, new Message.Assistant(""), tool));
        assertThat(newest(chat))
                .isEqualTo(
                        "System: Answer in one word.\n\nUser: And of Chile?\n\nTool: Santiago, 6 million");
        assertThat(newest(List.of(HISTORY.get(0), new Message.Assistant(""), QUESTION)))
                .isEqualTo("And of Chile?");
        List<Message> answered = HISTORY.subList(0, 4);
        assertThat(newest(answered)).isEqualTo(Prompt.of(answered));
        assertThat(newest(HISTORY)).isEqualTo("Answer in one word.");
    }

    private static TargetModel target(DifyFacts facts) {
        return new TargetModel("", facts);
    }

    private Call stop(String task, DifyFacts facts) {
        var cancellation = asking.cancel(new RunIds(task, "m", "c"), target(facts), "ada");
        return ((Cancellation.Send) cancellation).call();
    }

    private static String newest(List<Message> chat) {
        return Prompt.of(NewestTurn.of(chat));
    }

    private JsonNode body(ChatRequest request, DifyFacts facts) {
        return Json.object(asking.run(request, target(facts), "ada").body());
    }

    private static ChatRequest goingOn(List<Message> messages) {
        return new ChatRequest("m", messages, Output.STREAM).in("c1");
    }

    private static ChatRequest request(String inputs, Message... messages) {
        return Played.request("{\"inputs\":" + inputs + "}", messages);
    }

    private static List<CallResponse> answers(String info, String parameters) {
        return List.of(answered(200, info), answered(200, parameters));
    }

    private static CallResponse answered(int status, String body) {
        return CallResponse.of(status, "application/json", body);
    }

    private static ChatFailure factsFailure(Dify dify, List<CallResponse> answers) {
        return catchThrowableOfType(ChatFailedException.class, () -> dify.facts(answers)).failure();
    }
}
