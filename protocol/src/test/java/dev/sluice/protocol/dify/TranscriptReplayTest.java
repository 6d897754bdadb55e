package dev.sluice.protocol.dify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.protocol.ChatEvent;
import dev.sluice.protocol.Slices;
import dev.sluice.protocol.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that real servers sent. They are not part of this repository, only kept beside it. */
final class TranscriptReplayTest {
    private final Path folder = repository().resolveSibling("shared/transcripts/dify");

    @BeforeEach
    void needs_the_transcripts() {
        assumeTrue(
                Files.isDirectory(folder),
                "skipped: there are no transcripts beside the repository");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflow-1.13-http-llm.txt | workflow | 24 | 你好👋！有什么可以帮助你的吗？",
                "kami-workflow-data1.txt | workflow | -1 | FIRST RESPONSE MESSAGESECOND RESPONSE MESSAGETHIRD RESPONSE MESSAGE",
                "kami-workflow-data2.txt | workflow | 0 | FIRST RESPONSE MESSAGE",
                "kami-chatflow-data1.txt | advanced-chat | -1 | FIRST RESPONSE MESSAGESECOND RESPONSE MESSAGETHIRD RESPONSE MESSAGE",
                "kami-chatflow-data2.txt | advanced-chat | 48 | Hello! I'm here to assist you with any questions or tasks you have. Feel free to ask me anything!"
            })
    void a_recorded_answer_is_read_to_its_end(String file, String mode, long tokens, String answer)
            throws IOException {
        byte[] stream = stream(folder.resolve(file));
        List<ChatEvent> events = Played.events(mode, stream, List.of());
        assertThat(text(events)).isEqualTo(answer);
        Usage usage = tokens < 0 ? new Usage.Unknown() : new Usage.Total(tokens);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Finished.class, end -> assertThat(end.usage()).isEqualTo(usage));
        for (List<Integer> ends : Slices.ways(stream.length)) {
            assertThat(Played.events(mode, stream, ends)).as("cut at %s", ends).isEqualTo(events);
        }
    }

    @Test
    void whatever_was_recorded_ends_once_and_as_data() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                endsOnce(file);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent-chat-0.7-recorded-short.txt | The | 501",
                "agent-chat-tool-file-comment.txt | I have created an image of a cute Japanese | 184"
            })
    void a_recorded_agent_is_heard_once(String file, String answer, long tokens)
            throws IOException {
        byte[] stream = stream(folder.resolve(file));
        List<ChatEvent> events = Played.events("agent-chat", stream, List.of());
        assertThat(text(events)).isEqualTo(answer);
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        ChatEvent.Finished.class,
                        end ->
                                assertThat(end.usage())
                                        .isInstanceOfSatisfying(
                                                Usage.Counted.class,
                                                usage ->
                                                        assertThat(usage.total())
                                                                .isEqualTo(tokens)));
    }

    private static void endsOnce(Path file) throws IOException {
        for (String mode : Dify.modes()) {
            List<ChatEvent> events = Played.events(mode, stream(file), List.of());
            assertThat(events.stream().filter(TranscriptReplayTest::ends))
                    .as("ends of %s as %s", file.getFileName(), mode)
                    .containsExactly(events.getLast());
        }
    }

    private static boolean ends(ChatEvent event) {
        return event instanceof ChatEvent.Finished || event instanceof ChatEvent.Failed;
    }

    private static String text(List<ChatEvent> events) {
        return events.stream()
                .filter(ChatEvent.Text.class::isInstance)
                .map(event -> ((ChatEvent.Text) event).delta())
                .collect(Collectors.joining());
    }

    /** The lines of the recording; those that begin with a hash tell where it comes from. */
    private static byte[] stream(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith("# "))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(UTF_8);
    }

    /** The nearest folder upwards that holds this module. */
    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, at -> at.resolve("..").normalize())
                .limit(here.getNameCount())
                .filter(at -> Files.isRegularFile(at.resolve("protocol/pom.xml")))
                .findFirst()
                .orElse(here);
    }
}
