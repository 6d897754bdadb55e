package dev.sluice.protocol.dify;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.Golden;
import dev.sluice.protocol.openai.OpenAiAnswerWriter;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From one wire to the other; what each of the two does is tested on its side of the events. */
final class DifyToOpenAiTest {
    private static final long CREATED = 1_700_000_000;

    /** Those that have an expected answer. */
    static Stream<String> streams() {
        return Golden.names("dify", ".answer.json").stream()
                .map(name -> name.replace(".answer.json", ""));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_is_relayed_in_chunks(String name) {
        List<ChatEvent> events = Played.golden(name + ".sse");
        String written =
                Played.written(events, new OpenAiChunkWriter("req_0123", CREATED, "m", true));
        Golden.expect(name + ".chunks.txt", written);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_is_gathered_into_one_answer(String name) {
        List<ChatEvent> events = Played.whole(Played.mode(name), Golden.read(name + ".sse"));
        String written = Played.written(events, new OpenAiAnswerWriter("req_0123", CREATED, "m"));
        Golden.expect(name + ".answer.json", written);
    }
}
