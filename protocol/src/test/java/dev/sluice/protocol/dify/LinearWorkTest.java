package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.EventWriter;
import dev.sluice.protocol.Nearest;
import dev.sluice.protocol.WireBuffer;
import dev.sluice.protocol.openai.OpenAiAnswerWriter;
import dev.sluice.protocol.openai.OpenAiChunkWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that are made to cost more than their bytes. Each costs tens of seconds where an event is
 * compared with everything before it, and tens of milliseconds where it is not.
 */
final class LinearWorkTest {
    private static final double MOST_SECONDS = 2;
    private static final int LONG = 2_000_000;
    private static final int MANY = 20_000;

    @Test
    void a_thought_that_the_answer_nearly_repeats_everywhere() {
        String said = event("agent_message", "answer", "a".repeat(400_000));
        String thought = event("agent_thought", "thought", "a".repeat(200_000) + "b");
        assertCheap(() -> read("agent", said + thought + event("message_end", "answer", "")));
        assertCheap(() -> read("agent-chat", thought + said + thought + said));
    }

    @Test
    void many_thoughts_of_a_long_answer() {
        String said = event("agent_message", "answer", "a".repeat(LONG));
        String thoughts = event("agent_thought", "thought", "bb").repeat(MANY);
        assertCheap(() -> read("agent", said + thoughts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "b"})
    void many_messages_of_an_agent_that_has_said_much(String message) {
        String said = event("agent_message", "answer", "a".repeat(LONG));
        String messages = event("message", "answer", message).repeat(MANY);
        assertCheap(() -> read("agent", said + messages));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message_replace", "agent_message", "agent_thought", "message"})
    void many_small_events_of_each_kind(String name) {
        String member = name.equals("agent_thought") ? "thought" : "answer";
        String events = event(name, member, "<th").repeat(MANY);
        assertCheap(() -> read("agent", event("message", "answer", "a".repeat(LONG)) + events));
    }

    @Test
    void many_replacements_of_a_long_answer() {
        for (EventWriter writer :
                List.of(
                        new OpenAiChunkWriter("req_0", 0, "m", false),
                        new OpenAiAnswerWriter("req_0", 0, "m"))) {
            assertCheap(() -> {
                writer.event(new ChatEvent.Text("a".repeat(LONG)), new WireBuffer());
                for (int i = 0; i < MANY; i++) {
                    writer.event(new ChatEvent.Replaced("b"), new WireBuffer());
                }
            });
        }
    }

    @Test
    void a_long_name_is_near_to_nothing() {
        List<String> known = List.of("messages".repeat(8), "temperature".repeat(8));
        assertCheap(() -> assertThat(Nearest.to("m".repeat(LONG * 10), known)).isEmpty());
        assertThat(Nearest.to("mesages", List.of("messages"))).contains("messages");
    }

    private static void read(String mode, String stream) {
        EventReader reader = Played.reader(mode, true);
        byte[] bytes = stream.getBytes(UTF_8);
        var events = new AtomicInteger();
        reader.read(bytes, 0, bytes.length, _ -> events.incrementAndGet());
        reader.end(_ -> events.incrementAndGet());
        assertThat(events).hasPositiveValue();
    }

    private static String event(String name, String member, String text) {
        return "data: {\"event\":\"%s\",\"task_id\":\"t\",\"id\":\"r\",\"%s\":\"%s\"}\n\n"
                .formatted(name, member, text);
    }

    /** The thread's own time, so that a busy machine does not count. */
    private static void assertCheap(Runnable work) {
        long before = nanos();
        work.run();
        assertThat((nanos() - before) / 1e9).isLessThan(MOST_SECONDS);
    }

    private static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
