package dev.sluice.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.Feature;
import dev.sluice.protocol.Output;
import dev.sluice.protocol.OutputFormat;
import dev.sluice.protocol.Sampling;
import dev.sluice.protocol.ToolDefinition;
import dev.sluice.protocol.ToolDefinition.Kind;
import dev.sluice.protocol.Tools;
import dev.sluice.protocol.Tools.Choice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request asks for beside its words is read with its values, for upstreams that have it. */
final class RequestOptionsTest {

    @Test
    void the_form_of_the_answer_is_read_whole() {
        ChatRequest request =
                read(
                        """
                        'stream':true,'stream_options':{'include_usage':true},
                        'max_tokens':9,'max_completion_tokens':7,'stop':['a'],
                        'response_format':{'type':'json_schema','json_schema':{
                          'name':'city','strict':true,'schema':{'maximum':1.50}}},
                        'reasoning_effort':'high','verbosity':'low','reasoning_format':'tags'
                        """);

        assertThat(request.output())
                .isEqualTo(
                        new Output(
                                true,
                                true,
                                new OutputFormat.JsonSchema("city", "{\"maximum\":1.50}", true),
                                7,
                                List.of("a"),
                                "high",
                                "low",
                                "tags"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'max_tokens':9 | 9",
                "'max_output_tokens':9 | 9",
                "'max_tokens':9,'max_completion_tokens':null | 9",
                "'max_tokens':-1 | 0",
                "'max_tokens':'9' | 0",
                "'max_tokens':1e400 | 0",
                "'max_tokens':99999999999999999999 | 0"
            })
    void a_limit_that_is_none_is_left_out(String members, long expected) {
        assertThat(read(members).output().maxTokens()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'response_format':null",
                "'response_format':'text'",
                "'response_format':{'type':'text'}",
                "'response_format':{'type':7}"
            })
    void what_is_no_format_is_text(String members) {
        assertThat(read(members).output().format()).isEqualTo(new OutputFormat.Text());
    }

    @Test
    void how_words_are_chosen_is_read_with_every_digit() {
        ChatRequest request =
                read(
                        """
                        'temperature':0.70,'top_p':1,'top_k':40,'min_p':'0.1','seed':42,
                        'frequency_penalty':-0.5,'presence_penalty':2,'repeat_penalty':1.1,
                        'min_tokens':3,'logprobs':true,'top_logprobs':5,'logit_bias':{'50256':-100}
                        """);

        assertThat(request.sampling())
                .isEqualTo(
                        new Sampling(
                                Map.of(
                                        Feature.TEMPERATURE, new BigDecimal("0.70"),
                                        Feature.TOP_P, BigDecimal.ONE,
                                        Feature.TOP_K, new BigDecimal(40),
                                        Feature.SEED, new BigDecimal(42),
                                        Feature.FREQUENCY_PENALTY, new BigDecimal("-0.5"),
                                        Feature.PRESENCE_PENALTY, BigDecimal.TWO,
                                        Feature.REPETITION_PENALTY, new BigDecimal("1.1"),
                                        Feature.MIN_LENGTH, new BigDecimal(3),
                                        Feature.LOGPROBS, new BigDecimal(5)),
                                "{\"50256\":-100}"));
    }

    @Test
    void probabilities_may_be_wanted_without_alternatives() {
        assertThat(read("'logprobs':true").sampling().value(Feature.LOGPROBS))
                .contains(BigDecimal.ZERO);
        assertThat(read("'logprobs':false").sampling()).isEqualTo(Sampling.DEFAULT);
    }

    @Test
    void tools_are_read_whole() {
        ChatRequest request =
                read(
                        """
                        'parallel_tool_calls':false,'tool_choice':{'type':'function','function':{'name':'clock'}},
                        'tools':[
                         {'type':'function','function':{'name':'clock','description':'Tells the time.',
                           'parameters':{'type':'object'},'strict':true}},
                         {'type':'function','name':'flat','parameters':{}},
                         {'type':'custom','custom':{'name':'sed','format':{'type':'text'}}},
                         {'type':'web_search'}]
                        """);

        assertThat(request.tools())
                .isEqualTo(
                        new Tools(
                                List.of(
                                        new ToolDefinition(
                                                Kind.FUNCTION,
                                                "clock",
                                                "Tells the time.",
                                                "{\"type\":\"object\"}",
                                                true),
                                        new ToolDefinition(Kind.FUNCTION, "flat", "", "{}", false),
                                        new ToolDefinition(
                                                Kind.CUSTOM,
                                                "sed",
                                                "",
                                                "{\"type\":\"text\"}",
                                                false),
                                        new ToolDefinition(
                                                Kind.BUILT_IN, "web_search", "", "", false)),
                                Choice.REQUIRED,
                                "clock",
                                false));
    }

    /** Also where a mark stands before the text, and where other members have the same names. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff"})
    void a_schema_is_kept_as_it_was_written(String mark) {
        String schema = "{ \"description\" : \"é中\\u0041\", \"schema\":{\"maximum\":1E400} }";
        String body =
                """
                {"model":"m","messages":[{"role":"user","content":"Hi"}],
                 "dify":{"inputs":{"parameters":{"a":1},"tools":{"schema":{}}}},
                 "tools":[{"type":"function","function":{"name":"f","parameters":%1$s,"strict":true}}],
                 "response_format":{"type":"json_schema","json_schema":{"schema":%1$s,"name":"s"}}}
                """
                        .formatted(schema);

        ChatRequest request = OpenAiChat.read((mark + body).getBytes(UTF_8), Set.of("dify"));

        assertThat(request.tools().definitions())
                .containsExactly(new ToolDefinition(Kind.FUNCTION, "f", "", schema, true));
        assertThat(request.output().format())
                .isEqualTo(new OutputFormat.JsonSchema("s", schema, false));
        assertThat(request.original().members().toString())
                .startsWith("{\"dify\":{\"inputs\":{\"parameters\":{\"a\":1},\"tools\":");
        assertThat(request.original().members().at("/dify/inputs/parameters/a").intValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff"})
    void a_long_text_is_read_as_it_was_written(String mark) {
        String text = "é中".repeat(10_000);
        String body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(text);

        ChatRequest request = OpenAiChat.read((mark + body).getBytes(UTF_8), Set.of());

        assertThat(request.messages().getFirst().text()).isEqualTo(text);
    }

    @Test
    void functions_are_tools() {
        assertThat(read("'functions':[{'name':'f','parameters':{}}]").tools())
                .isEqualTo(
                        new Tools(
                                List.of(new ToolDefinition(Kind.FUNCTION, "f", "", "{}", false)),
                                Choice.AUTO,
                                "",
                                true));
    }

    private static ChatRequest read(String members) {
        String body =
                "{'model':'m','messages':[{'role':'user','content':'Hi'}],%s}"
                        .formatted(members)
                        .replace('\'', '"');
        return OpenAiChat.read(body.getBytes(UTF_8), Set.of());
    }
}
