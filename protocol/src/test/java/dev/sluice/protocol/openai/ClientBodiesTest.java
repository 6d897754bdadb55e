package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.FeatureUse;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.PartKind;
import dev.sluice.protocol.Question;
import dev.sluice.protocol.Tools.Choice;
import dev.sluice.protocol.VendorOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as clients really send them. */
final class ClientBodiesTest {
    private static final String QUESTION = "'messages':[{'role':'user','content':'Hi'}]";
    private static final String IMAGE =
            "{'type':'image_url','image_url':{'url':'data:image/png;base64,AAAA'}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['Hello']",
                "[{'text':'Hello'}]",
                "[{'type':'','text':'Hello'}]",
                "[{'type':'text','text':'Hello'}]",
                "[{'type':'input_text','text':'Hello'}]",
                "[{'type':'output_text','text':'Hello','annotations':[]}]",
                "[{'type':'refusal','refusal':'Hello'}]",
                "[{'refusal':'Hello'}]",
                "[{'type':'thinking','thinking':'Hm.'},{'type':'text','text':'Hello'}]"
            })
    void text_is_text_however_its_part_is_spelt(String content) {
        for (String role : new String[] {"system", "user", "assistant", "tool"}) {
            var request = read("'messages':[{'role':'%s','content':%s}]".formatted(role, content));

            assertThat(request.messages()).extracting(Message::text).containsExactly("Hello");
        }
    }

    @Test
    void an_assistant_that_refused_said_so() {
        var request =
                read(
                        "'messages':[{'role':'assistant','content':null,'refusal':'I will not.'},"
                                + "{'role':'user','content':'Why?'}]");

        assertThat(request.messages())
                .extracting(Message::text)
                .containsExactly("I will not.", "Why?");
    }

    @Test
    void calls_of_tools_and_their_results_are_history() {
        var request =
                read(
                        """
                        'messages':[{'role':'user','content':'What time is it?'},
                        {'role':'assistant','tool_calls':[{'id':'c1','type':'function',
                          'function':{'name':'clock','arguments':'{}'}}]},
                        {'role':'tool','tool_call_id':'c1','content':[{'type':'text','text':'Noon'}]},
                        {'role':'assistant','content':'','function_call':{'name':'f','arguments':''}},
                        {'role':'function','name':'f','content':null}]
                        """);

        assertThat(request.messages())
                .extracting(Message::text)
                .containsExactly("What time is it?", "", "Noon", "", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                IMAGE + " | IMAGE",
                "{'type':'input_image','image_url':'https://x.example/a.png'} | IMAGE",
                "{'image_url':{'url':'https://x.example/a.png'}} | IMAGE",
                "{'type':'input_audio','input_audio':{'data':'AA','format':'wav'}} | AUDIO",
                "{'type':'file','file':{'file_id':'f1'}} | FILE",
                "{'type':'input_file','file_id':'f1'} | FILE",
                "{'type':'tool_result','content':'x'} | OTHER"
            })
    void a_part_that_is_not_text_is_known_with_whether_it_is_asked_about(
            String part, PartKind kind) {
        String asking =
                "{'role':'user','content':[{'type':'text','text':'See?'},%s]}".formatted(part);

        var now = read("'messages':[" + asking + "]");
        var later = read("'messages':[" + asking + ",{'role':'user','content':'And now?'}]");

        assertThat(uses(now)).containsExactly(use(kind, "", "messages[0].content[1].type"));
        assertThat(later.messages()).extracting(Message::text).containsExactly("See?", "And now?");
        assertThat(uses(later)).containsExactly(use(kind, "PAST_", "messages[0].content[1].type"));
    }

    private static FeatureUse use(PartKind kind, String when, String member) {
        String name = kind == PartKind.OTHER ? "OTHER_PART" : kind.name();
        return new FeatureUse(Feature.valueOf(when + name), member);
    }

    @Test
    void a_picture_that_was_answered_by_another_model_is_past() {
        var request =
                read(
                        "'messages':[{'role':'user','content':[%s]},{'role':'assistant','content':'A cat.'},{'role':'tool','content':[%s]},{'role':'assistant','content':'So'}]"
                                .formatted(IMAGE, IMAGE));

        assertThat(request.messages())
                .extracting(Message::text)
                .containsExactly("", "A cat.", "", "So");
        assertThat(uses(request))
                .containsExactly(use(PartKind.IMAGE, "PAST_", "messages[0].content[0].type"));
    }

    @Test
    void a_picture_that_a_tool_is_being_asked_about_is_still_asked_about() {
        var request =
                read(
                        "'messages':[{'role':'user','content':[%s]},{'role':'assistant','tool_calls':[{'id':'c'}]},{'role':'tool','content':'ok'}]"
                                .formatted(IMAGE));

        assertThat(uses(request))
                .containsExactly(use(PartKind.IMAGE, "", "messages[0].content[0].type"));
    }

    @Test
    void a_picture_alone_asks_something() {
        assertThat(read("'messages':[{'role':'user','content':[%s]}]".formatted(IMAGE)).messages())
                .hasSize(1);
    }

    private static List<FeatureUse> uses(ChatRequest request) {
        return request.original().uses();
    }

    private static List<String> members(ChatRequest request) {
        return uses(request).stream().map(FeatureUse::member).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'tools':[] | NONE | -",
                "'tools':null,'tool_choice':'auto' | NONE | -",
                "'tool_choice':'none' | NONE | -",
                "'tools':[{'type':'function'}] | AUTO | tools",
                "'tools':[{'type':'function'}],'tool_choice':'auto' | AUTO | tools",
                "'tools':[{'type':'function'}],'tool_choice':null | AUTO | tools",
                "'tools':[{'type':'function'}],'tool_choice':'none' | NONE | -",
                "'tools':[{'type':'function'}],'tool_choice':{'type':'none'} | NONE | -",
                "'tools':[{'type':'function'}],'tool_choice':'required' | REQUIRED | tool_choice",
                "'tools':[{'type':'function'}],'tool_choice':'any' | REQUIRED | tool_choice",
                "'tool_choice':{'type':'function','function':{'name':'f'}} | REQUIRED | tool_choice",
                "'tool_choice':{'type':'function','name':'f'} | REQUIRED | tool_choice",
                "'tools':[{}],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[]}} | AUTO | tools",
                "'tools':[{}],'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'required'}} | REQUIRED | tool_choice",
                "'functions':[{'name':'f'}] | AUTO | functions",
                "'functions':[{'name':'f'}],'function_call':'none' | NONE | -",
                "'functions':[{'name':'f'}],'function_call':{'name':'f'} | REQUIRED | function_call"
            })
    void what_is_wanted_of_tools_is_read(String members, Choice choice, String field) {
        ChatRequest request = read(QUESTION + "," + members);

        assertThat(request.tools().choice()).isEqualTo(choice);
        assertThat(members(request)).isEqualTo(field == null ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'temperature':1",
                "'temperature':1.0,'top_p':1,'top_k':0,'min_p':0.0",
                "'max_tokens':null,'max_completion_tokens':-1,'seed':null",
                "'frequency_penalty':0,'presence_penalty':0.0,'repetition_penalty':1.0",
                "'response_format':{'type':'text'},'response_format':null",
                "'response_format':{}",
                "'logprobs':false,'top_logprobs':0,'logit_bias':{}",
                "'logit_bias':'','reasoning_effort':'','stop':'','n':1",
                "'verbosity':'medium','stop':[],'thinking':null",
                "'stream_options':null,'parallel_tool_calls':true,'store':false,'custom':7"
            })
    void what_changes_nothing_is_no_parameter(String members) {
        String once = members.replace("'response_format':{'type':'text'},", "");

        assertThat(uses(read(QUESTION + "," + once))).isEmpty();
        assertThat(uses(read(QUESTION + ",'response_format':{'type':'text'}"))).isEmpty();
    }

    @Test
    void what_sets_how_the_model_answers_is_known_by_name() {
        ChatRequest request =
                read(
                        QUESTION
                                + """
                                ,'temperature':0.2,'top_p':'SECRET','max_tokens':100,
                                'max_completion_tokens':7,'seed':42,'n':1,'logprobs':true,
                                'top_logprobs':3,'logit_bias':{'SECRET':-100},
                                'frequency_penalty':-0.5,'presence_penalty':2,
                                'response_format':{'type':'json_schema','json_schema':{}},
                                'reasoning_effort':'high','SECRET':1
                                """);

        assertThat(members(request))
                .containsExactlyInAnyOrder(
                        "temperature",
                        "top_p",
                        "max_tokens",
                        "max_completion_tokens",
                        "seed",
                        "logprobs",
                        "top_logprobs",
                        "logit_bias",
                        "frequency_penalty",
                        "presence_penalty",
                        "response_format",
                        "reasoning_effort");
        assertThat("" + request + request.output() + request.sampling() + request.original())
                .doesNotContain("SECRET");
    }

    @Test
    void stop_is_a_text_or_a_list() {
        assertThat(read(QUESTION + ",'stop':'\\nObservation'").output().stop())
                .containsExactly("\nObservation");
        assertThat(read(QUESTION + ",'stop':['a','','b','c','d','e','a']").output().stop())
                .containsExactly("a", "b", "c", "d", "e");
        assertThat(read(QUESTION + ",'stop':null").output().stop()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[7]", "{}", "true"})
    void a_stop_that_is_no_text_is_named(String stop) {
        assertThat(refused(QUESTION + ",'stop':" + stop).param()).isEqualTo("stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':''}",
                "{'role':'user','content':' \\n'}",
                "{'role':'user','content':[]}",
                "{'role':'system','content':'Be short.'},{'role':'user','content':''}",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':'Hello'},{'role':'user','content':' '}"
            })
    void a_chat_that_asks_nothing_is_refused(String messages) {
        String member = "'messages':[" + messages + "]";

        assertThat(refused(member).param()).isEqualTo("messages");
        var given = new VendorOptions("", List.of(), "", true);
        assertThatCode(() -> Question.require(OpenAiChat.read(body(member), Set.of()), given))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'user','content':'Hi'},{'role':'user','content':''}",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':'Half an'}",
                "{'role':'system','content':'Write a poem.'}",
                "{'role':'user','content':'Hi'},{'role':'assistant','content':null,'tool_calls':[{}]},{'role':'tool','content':''}"
            })
    void a_chat_that_asks_something_is_read(String messages) {
        assertThat(read("'messages':[" + messages + "]").messages()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'instructions':'Be short.','input':[{'role':'user','content':[{'type':'input_text','text':'Hi'}]}] | input | Responses API",
                "'input':'Hi' | input | Responses API",
                "'prompt':'Hi' | prompt | legacy completions API"
            })
    void a_body_of_another_api_is_told_what_it_is(String members, String param, String words) {
        var failure = refused(members);

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_UNSUPPORTED);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.cause()).contains(words);
    }

    private static ChatRequest read(String members) {
        ChatRequest request = OpenAiChat.read(body(members), Set.of());
        Question.require(request, VendorOptions.NONE);
        return request;
    }

    private static ChatFailure refused(String members) {
        return catchThrowableOfType(ChatFailedException.class, () -> read(members)).failure();
    }

    private static byte[] body(String members) {
        return "{'model':'m',%s}".formatted(members).replace('\'', '"').getBytes(UTF_8);
    }
}
