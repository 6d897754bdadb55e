package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.OriginalBody;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.Part;
import dev.sluice.protocol.Question;
import dev.sluice.protocol.ToolCall;
import dev.sluice.protocol.VendorOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

final class OpenAiChatTest {
    private static final Set<String> VENDORS = Set.of("dify");
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void a_request_is_read_whole() {
        ChatRequest request =
                read(
                        """
                        {"model":"hf.co/a:b","stream":true,"stream_options":{"include_usage":true},
                         "user":"ada","dify":{"inputs":{"city":"Lima"}},"temperature":0.2,"tools":[],
                         "modalities":["text"],"audio":null,"n":1,"tomorrow":{"a":[1]},
                         "messages":[
                          {"role":"developer","content":"Be short.","name":"x"},
                          {"role":"system","content":[]},
                          {"role":"user","content":[{"type":"text","text":"A page."},
                            {"type":"text","text":"Which one? 👋","cache_control":{}}]},
                          {"role":"assistant","content":null,"tool_calls":[{"id":"c1"}]},
                          {"role":"assistant"},
                          {"role":"tool","content":"42","tool_call_id":"c1"},
                          {"role":"function","content":"43","name":"f"}]}
                        """);
        assertThat(request.model()).isEqualTo("hf.co/a:b");
        assertThat(request.stream()).isTrue();
        assertThat(request.output().usage()).isTrue();
        assertThat(request.origin().user()).isEqualTo("ada");
        assertThat(request.original().members().toString())
                .isEqualTo("{\"dify\":{\"inputs\":{\"city\":\"Lima\"}}}");
        assertThat(request.original().uses())
                .containsExactly(new FeatureUse(Feature.TEMPERATURE, "temperature"));
        assertThat(request.messages())
                .containsExactly(
                        new Message.Instruction(List.of(new Part.Text("Be short.")), "x"),
                        new Message.Instruction(List.of(), ""),
                        new Message.User(
                                List.of(new Part.Text("A page."), new Part.Text("Which one? 👋")),
                                ""),
                        new Message.Assistant(List.of(), List.of(new ToolCall("c1", "", "")), ""),
                        new Message.Assistant(List.of(), List.of(), ""),
                        new Message.ToolResult("c1", "42"),
                        new Message.ToolResult("", List.of(new Part.Text("43")), "f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\u200b\u200b",
                "\ufeff \u2060\u00a0",
                "\u3164",
                "\u202e\u00ad\ufe0f",
                "\\u0000\\u001b"
            })
    void a_message_in_which_nothing_can_be_seen_is_blank(String text) {
        var blank =
                catchThrowableOfType(
                        ChatFailedException.class,
                        () ->
                                read(
                                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                                + text
                                                + "\"}]}"));

        assertThat(blank.failure().cause()).contains("not blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"stream\":null,\"stream_options\":null,\"user\":null,\"n\":null",
                ",\"stream\":false,\"stream_options\":{\"include_usage\":true}",
                ",\"tools\":null,\"functions\":[],\"modalities\":null"
            })
    void what_is_absent_or_null_has_its_default(String members) {
        assertThat(read("{\"model\":\"m\"," + HI + members + "}"))
                .isEqualTo(
                        new ChatRequest("m", List.of(new Message.User("Hi")), Output.WHOLE)
                                .with(new OriginalBody("openai-chat", NOTHING, List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "SECRET",
                "null",
                "[]",
                "\"SECRET\"",
                "{\"model\":\"SECRET\"",
                "{\"model\":\"m\",\"model\":\"SECRET\",\"messages\":[]}",
                "{\"model\":\"m\",\"dify\":{\"inputs\":{\"SECRET\":1,\"SECRET\":2}}}",
                "{\"model\":\"m\"} SECRET",
                "{\"model\":\"m\"}{}",
                "{\"model\":'SECRET'}",
                "{\"model\":\"SECRET\n\"}",
                "{\"model\":NaN}",
                "{/*SECRET*/\"model\":\"m\"}",
                "{\"model\":\"m\",}"
            })
    void a_body_that_is_not_one_json_object_is_refused_without_repeating_it(String body) {
        ChatFailure failure = refused(body.getBytes(UTF_8));
        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_JSON);
        assertThat(failure.toString()).doesNotContain("SECRET");
    }

    @Test
    void a_body_that_is_not_utf_8_is_refused() {
        byte[] body = ("{\"model\":\"é\"," + HI + "}").getBytes(ISO_8859_1);
        assertThat(refused(body).code()).isEqualTo(FailureCode.REQUEST_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":%s%s}", "{\"a\":1%s%s}"})
    void a_body_beyond_every_measure_is_refused_as_data(String frame) {
        boolean nested = frame.contains(":%s");
        String many = (nested ? "[" : "1").repeat(100_000);
        String body = frame.formatted(many, nested ? "]".repeat(100_000) : "");
        assertThat(refused(body.getBytes(UTF_8)).code()).isEqualTo(FailureCode.REQUEST_JSON);
    }

    @Test
    void where_json_breaks_is_told() {
        assertThat(refused("{\n  \"model\": oops}".getBytes(UTF_8)).cause())
                .isEqualTo("The request body is not valid JSON (line 2, column 12).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model | \"messages\":[]",
                "model | \"model\":null",
                "model | \"model\":\" \"",
                "model | \"model\":7",
                "messages | \"model\":\"m\"",
                "messages | \"model\":\"m\",\"messages\":[]",
                "messages | \"model\":\"m\",\"messages\":\"Hi\"",
                "messages[0] | \"model\":\"m\",\"messages\":[\"Hi\"]",
                "messages[0].role | \"model\":\"m\",\"messages\":[{\"content\":\"Hi\"}]",
                "messages[0].role | \"model\":\"m\",\"messages\":[{\"role\":\"SECRET\",\"content\":\"Hi\"}]",
                "messages[0].content | \"model\":\"m\",\"messages\":[{\"role\":\"user\"}]",
                "messages[0].content | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":null}]",
                "messages[0].content | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":{}}]",
                "messages[0].content[0] | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[7]}]",
                "messages[0].content[0].type | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{}]}]",
                "messages[0].content[0].type | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":7,\"text\":\"Hi\"}]}]",
                "messages[0].content[0].text | \"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]"
            })
    void a_field_that_does_not_fit_is_named(String param, String members) {
        assertRefused("{" + members + "}", FailureCode.REQUEST_FIELD, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stream | \"stream\":\"SECRET\"",
                "stream_options | \"stream_options\":true",
                "stream_options.include_usage | \"stream\":true,\"stream_options\":{\"include_usage\":1}",
                "user | \"user\":{}",
                "n | \"n\":\"SECRET\"",
                "n | \"n\":0",
                "n | \"n\":1.5"
            })
    void an_option_that_does_not_fit_is_named(String param, String members) {
        String body = "{\"model\":\"m\"," + HI + "," + members + "}";
        assertRefused(body, FailureCode.REQUEST_FIELD, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | \"n\":2",
                "modalities | \"modalities\":[\"text\",\"audio\"]",
                "audio | \"audio\":{\"voice\":\"SECRET\"}"
            })
    void what_is_not_served_is_refused_rather_than_ignored(String param, String members) {
        String body = "{\"model\":\"m\"," + HI + "," + members + "}";
        assertRefused(body, FailureCode.REQUEST_UNSUPPORTED, param);
    }

    private static void assertRefused(String body, FailureCode code, String param) {
        ChatFailure failure = refused(body.getBytes(UTF_8));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.source()).isEqualTo(ChatFailure.CLIENT);
        assertThat(failure.toString()).doesNotContain("SECRET");
    }

    private static ChatRequest read(String body) {
        ChatRequest request = OpenAiChat.read(body.getBytes(UTF_8), VENDORS);
        Question.require(request, VendorOptions.NONE);
        return request;
    }

    private static ChatFailure refused(byte[] body) {
        return catchThrowableOfType(ChatFailedException.class, () -> OpenAiChat.read(body, VENDORS))
                .failure();
    }
}
