package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sluice.conversation.Turns;
import dev.sluice.http.BodyFormat;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.TargetModel;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.protocol.dify.Dify;
import dev.sluice.protocol.dify.DifyFacts;
import dev.sluice.protocol.openai.OpenAiDialect;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chat takes of the memory. */
final class ChatBodyTest {
    private static final TargetModel TARGET = new TargetModel("", new DifyFacts("", "chat", ""));
    private static final Dify DIFY = new Dify("app", "http://localhost/v1", "app-app", "");

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b ", "a\\n", "中", "é", "😀"})
    void composing_a_call_takes_no_more_than_was_said(String piece) {
        String text = piece.repeat(600_000 / piece.length());
        for (String more : List.of("", "中")) {
            for (int messages : List.of(1, 2, 20)) {
                String one = text.substring(0, text.length() / messages / 12 * 12) + more;
                takesWhatWasSaid(messages, "\"" + one + "\"");
                String part = "{\"type\":\"text\",\"text\":\"" + one + "\"}";
                takesWhatWasSaid(messages, "[" + part + "," + part + "]");
            }
        }
    }

    private static void takesWhatWasSaid(int messages, String said) {
        String message = "{\"role\":\"user\",\"content\":" + said + "}";
        String all = (message + ",").repeat(messages - 1) + message;
        byte[] json = ("{\"model\":\"app\",\"messages\":[" + all + "]}").getBytes(UTF_8);
        var body = new ChatBody(new OpenAiDialect(Set.of()), VendorMembers.NONE, "");
        body.reading(json);
        ChatBody.Content content = body.read(json);
        ChatRequest request = content.request();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long b0 = threads.getCurrentThreadAllocatedBytes();
        Turns.of(request.messages());
        long b1 = threads.getCurrentThreadAllocatedBytes();
        String call = DIFY.run(request, TARGET, "ada").body();
        long b2 = threads.getCurrentThreadAllocatedBytes();
        byte[] bytes = call.getBytes(UTF_8);
        long most =
                LongStream.of(b1 - b0, b2 - b1, call.length() + (long) bytes.length)
                        .max()
                        .getAsLong();
        BodyFormat.Memory memory = body.memory(content);
        assertThat(memory.kept() + most).isLessThanOrEqualTo(memory.once());
    }

    /** What no call is made of is kept all the same. */
    @Test
    void what_a_request_keeps_beside_its_words_is_counted() {
        String data = "A".repeat(100_000);
        String picture =
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}"
                        .formatted(data);
        String message = "{\"role\":\"user\",\"content\":[" + picture + "]}";
        String tool =
                "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"%s\"}}"
                        .formatted(data);
        String schema =
                "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"title\":\"%s\"}}}"
                        .formatted(data);

        BodyFormat.Memory memory =
                memory(
                        "{\"model\":\"app\",\"messages\":[%s],\"tools\":[%s],\"response_format\":%s}"
                                .formatted(message, tool, schema));

        assertThat(memory.kept()).isBetween(300_000L, 301_000L);
        assertThat(memory.untilAnswer()).isZero();
        assertThat(memory.once()).isEqualTo(memory.kept());
    }

    @Test
    void many_small_messages_take_their_objects() {
        String message = "{\"role\":\"user\",\"content\":\"\"}";
        String all = (message + ",").repeat(9_999) + "{\"role\":\"user\",\"content\":\"?\"}";

        assertThat(memory("{\"model\":\"app\",\"messages\":[" + all + "]}").kept())
                .isGreaterThan(10_000 * 200L);
    }

    @Test
    void a_chat_that_asks_nothing_is_refused() {
        assertThatThrownBy(() ->
                        memory(
                                "{\"model\":\"app\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}"))
                .isInstanceOf(ChatFailedException.class)
                .hasMessageContaining("REQUEST-FIELD");
    }

    private static BodyFormat.Memory memory(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        var body = new ChatBody(new OpenAiDialect(Set.of()), VendorMembers.NONE, "");
        body.reading(bytes);
        return body.memory(body.read(bytes));
    }
}
