package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Media;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Part;
import dev.sluice.protocol.PartKind;
import dev.sluice.protocol.ToolCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are read with all that a wire can say in them. */
final class MessagePartsTest {
    /** By data, by a link or by an id, in the spellings of the clients. */
    static Stream<Arguments> pictures() {
        return Stream.of(
                arguments(
                        "{'type':'image_url','image_url':{'url':'https://x.example/a','detail':'low'}}",
                        new Part.Image(new Media.Link("https://x.example/a"), "low")),
                arguments(
                        "{'type':'image_url','image_url':'data:image/png;base64,AAAA'}",
                        new Part.Image(
                                new Media.Data("image/png", "data:image/png;base64,AAAA", 22), "")),
                arguments(
                        "{'type':'image_url','image_url':'data:,plain'}",
                        new Part.Image(new Media.Link("data:,plain"), "")),
                arguments(
                        "{'type':'input_image','image_url':'https://x.example/a','detail':'high'}",
                        new Part.Image(new Media.Link("https://x.example/a"), "high")),
                arguments(
                        "{'type':'input_image','file_id':'f1'}",
                        new Part.Image(new Media.Id("f1"), "")),
                arguments(
                        "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AAAA'}}",
                        new Part.Image(new Media.Data("image/png", "AAAA"), "")),
                arguments(
                        "{'type':'image','source':{'type':'url','url':'https://x.example/a'}}",
                        new Part.Image(new Media.Link("https://x.example/a"), "")));
    }

    static Stream<Arguments> parts() {
        return Stream.of(
                arguments(
                        "{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}}",
                        new Part.Audio(new Media.Data("audio/wav", "AAAA"))),
                arguments(
                        "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AAAA'}}",
                        new Part.File(
                                new Media.Data(
                                        "application/pdf", "data:application/pdf;base64,AAAA", 28),
                                "a.pdf")),
                arguments(
                        "{'type':'file','file':{'file_id':'f1'}}",
                        new Part.File(new Media.Id("f1"), "")),
                arguments(
                        "{'type':'input_file','filename':'a.pdf','file_url':'https://x.example/a'}",
                        new Part.File(new Media.Link("https://x.example/a"), "a.pdf")),
                arguments(
                        "{'type':'thinking','thinking':'Hm','signature':'s'}",
                        new Part.Reasoning("Hm")),
                arguments("{'type':'refusal','refusal':'No'}", new Part.Text("No")),
                arguments("{'type':'image_url'}", new Part.Unreadable(PartKind.IMAGE)),
                arguments(
                        "{'type':'image_url','image_url':{}}", new Part.Unreadable(PartKind.IMAGE)),
                arguments("{'type':'hologram'}", new Part.Unreadable(PartKind.OTHER)));
    }

    @ParameterizedTest
    @MethodSource({"pictures", "parts"})
    void a_part_is_read_as_what_it_is(String json, Part part) {
        var request =
                read(
                        "'messages':[{'role':'user','content':['See:',%s]},{'role':'assistant','content':'I see.'},{'role':'user','content':'And now?'}]"
                                .formatted(json));

        assertThat(request.messages().getFirst())
                .isEqualTo(new Message.User(List.of(new Part.Text("See:"), part), ""));
    }

    @Test
    void the_content_of_a_data_url_begins_after_its_type() {
        assertThat(new Media.Data("image/png", "data:image/png;base64,AAAA", 22).base64())
                .isEqualTo("AAAA");
    }

    @Test
    void what_a_model_called_and_thought_is_read() {
        var request =
                read(
                        """
                        'messages':[{'role':'user','content':'What time is it?','name':'ada'},
                        {'role':'assistant','content':'So','reasoning_content':'A clock.','tool_calls':[
                          {'id':'c1','type':'function','function':{'name':'clock','arguments':'{\"a\":1}'}},
                          {'id':'c2','type':'custom','custom':{'name':'sed','input':'s/a/b/'}},
                          {'id':'c3','function':{'name':'f','arguments':{'b':1.50}}}]},
                        {'role':'assistant','function_call':{'name':'old','arguments':'{}'}},
                        {'role':'tool','tool_call_id':'c1','content':'Noon'}]
                        """
                                .replace("\"", "\\u0022"));

        assertThat(request.messages())
                .containsExactly(
                        new Message.User(List.of(new Part.Text("What time is it?")), "ada"),
                        new Message.Assistant(
                                List.of(new Part.Reasoning("A clock."), new Part.Text("So")),
                                List.of(
                                        new ToolCall("c1", "clock", "{\"a\":1}"),
                                        new ToolCall("c2", "sed", "s/a/b/"),
                                        new ToolCall("c3", "f", "{\"b\":1.50}")),
                                ""),
                        new Message.Assistant(
                                List.of(), List.of(new ToolCall("", "old", "{}")), ""),
                        new Message.ToolResult("c1", "Noon"));
    }

    private static ChatRequest read(String members) {
        String body = "{'model':'m',%s}".formatted(members).replace('\'', '"');
        return OpenAiChat.read(body.getBytes(UTF_8), Set.of());
    }
}
