package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FetchedUrl;
import dev.sluice.protocol.OriginalBody;
import dev.sluice.protocol.VendorOptions;
import dev.sluice.protocol.openai.OpenAiChat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests say to Dify apps beside the chat. */
final class DifyOptionsTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dify | \"dify\":\"SECRET\"",
                "dify.inputs | \"dify\":{\"inputs\":[]}",
                "inputs | \"inputs\":\"SECRET\"",
                "inputs | \"inputs\":{\"a\":\"SECRET\"},\"dify\":{\"inputs\":{\"a\":1}}",
                "dify.input | \"dify\":{\"input\":{}}",
                "dify | \"dify\":{\"app-SECRET1\":{}}",
                "dify.response_mode | \"dify\":{\"response_mode\":\"SECRET\"}",
                "dify.response_mode | \"dify\":{\"response_mode\":7}",
                "dify.conversation_id | \"dify\":{\"conversation_id\":7}",
                "conversation_id | \"conversation_id\":{}",
                "conversation_id | \"conversation_id\":\"a\",\"dify\":{\"conversation_id\":\"b\"}",
                "dify.files | \"dify\":{\"files\":{}}",
                "dify.files[0] | \"dify\":{\"files\":[\"SECRET\"]}",
                "dify.files[0].type | \"dify\":{\"files\":[{\"transfer_method\":\"remote_url\"}]}",
                "dify.files[0].type | \"dify\":{\"files\":[{\"type\":\"SECRET\"}]}",
                "dify.files[0].transfer_method | \"dify\":{\"files\":[{\"type\":\"image\",\"transfer_method\":\"SECRET\"}]}",
                "dify.files[0].transfer_methode | \"dify\":{\"files\":[{\"transfer_methode\":\"SECRET\"}]}",
                "dify.files[0].url | \"dify\":{\"files\":[{\"type\":\"image\",\"transfer_method\":\"remote_url\"}]}",
                "dify.files[0].url | \"dify\":{\"files\":[{\"type\":\"image\",\"transfer_method\":\"remote_url\",\"url\":\"data:SECRET\"}]}",
                "dify.files[0].upload_file_id | \"dify\":{\"files\":[{\"type\":\"image\",\"transfer_method\":\"local_file\",\"url\":\"https://x\"}]}"
            })
    void an_option_that_does_not_fit_is_named(String param, String members) {
        ChatFailure failure = refused(members);

        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_FIELD);
        assertThat(failure.param()).isEqualTo(param);
        assertThat(failure.source()).isEqualTo(ChatFailure.CLIENT);
        assertThat(failure.toString()).doesNotContain("SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\":1", "\"dify\":null", "\"dify\":{\"inputs\":null},\"inputs\":{}"})
    void what_is_absent_or_null_says_nothing(String members) {
        assertThat(DifyOptions.MEMBERS.read(body(members))).isEqualTo(VendorOptions.NONE);
    }

    @Test
    void more_files_than_one_message_may_have_are_refused() {
        String file =
                "{\"type\":\"image\",\"transfer_method\":\"local_file\",\"upload_file_id\":\"u\"}";
        String files = "\"dify\":{\"files\":[" + file + ("," + file).repeat(20) + "]}";

        assertThat(refused(files).cause())
                .isEqualTo("dify.files has 21 files, and a request may have 20.");
        assertThat(refused(files).param()).isEqualTo("dify.files");
    }

    @Test
    void what_is_said_to_the_app_is_read_whole() {
        OriginalBody body =
                body(
                        """
                        "dify":{"conversation_id":" c1 ","response_mode":"blocking","outputs":true,
                         "files":[
                          {"type":"image","transfer_method":"remote_url","url":"https://far.example/a"},
                          {"type":"document","transfer_method":"local_file","url":"",
                           "upload_file_id":"u1"}]}
                        """);
        DifyOptions options = DifyOptions.of(body);
        assertThat(options.conversation()).isEqualTo("c1");
        assertThat(options.outputs()).isTrue();
        assertThat(options.files())
                .containsExactly(
                        new DifyFile.Remote("image", "https://far.example/a"),
                        new DifyFile.Uploaded("document", "u1"));
        assertThat(DifyOptions.MEMBERS.read(body))
                .isEqualTo(
                        new VendorOptions(
                                "c1",
                                List.of(
                                        new FetchedUrl(
                                                "dify.files[0].url",
                                                "https://far.example/a",
                                                "upload it to Dify and give its upload_file_id")),
                                "",
                                true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"conversation_id\":\"c1\"",
                "\"conversation_id\":\"c1\",\"dify\":{\"conversation_id\":\"c1\"}",
                "\"conversation_id\":\"\",\"dify\":{\"conversation_id\":\"c1\",\"files\":null}"
            })
    void a_conversation_may_be_named_beside_the_other_options(String members) {
        assertThat(DifyOptions.of(body(members)).conversation()).isEqualTo("c1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"inputs\":{\"city\":\"Lima\"}",
                "\"inputs\":{\"city\":\"Lima\"},\"dify\":{\"inputs\":{\"city\":\"Lima\"}}",
                "\"inputs\":{},\"dify\":{\"inputs\":{\"city\":\"Lima\"}}"
            })
    void inputs_may_be_given_beside_the_other_options(String members) {
        String inputs = "{\"city\":\"Lima\"}";
        assertThat(DifyOptions.of(body(members)).inputs().toString()).isEqualTo(inputs);
        assertThat(DifyOptions.MEMBERS.read(body(members)))
                .isEqualTo(new VendorOptions("", List.of(), inputs, true));
    }

    @ParameterizedTest
    @CsvSource({
        "input, did you mean inputs?",
        "Files, did you mean files?",
        "response_modes, did you mean response_mode?",
        "query, 'it knows inputs, files, response_mode, conversation_id, outputs'"
    })
    void a_misspelt_option_is_told_what_is_known(String name, String hint) {
        assertThat(refused("\"dify\":{\"%s\":1}".formatted(name)).cause())
                .isEqualTo(
                        "The request does not fit: dify.%s is unknown; %s".formatted(name, hint));
    }

    private static OriginalBody body(String members) {
        String body = "{\"model\":\"m\",%s,%s}".formatted(HI, members.strip());
        return OpenAiChat.read(body.getBytes(UTF_8), DifyOptions.MEMBERS.names()).original();
    }

    private static ChatFailure refused(String members) {
        return catchThrowableOfType(
                        ChatFailedException.class, () -> DifyOptions.MEMBERS.read(body(members)))
                .failure();
    }
}
