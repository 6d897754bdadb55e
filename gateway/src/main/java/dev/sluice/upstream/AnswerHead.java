package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.EventReader;
import dev.sluice.protocol.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an upstream's response began, and the beginning of one that is no answer. */
final class AnswerHead {
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final int OK = 200;

    /** How long the words of a refusal may take. */
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(5);

    private final Loop loop;
    private final Runnable read;
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private ResponseHead head = new ResponseHead(0, Map.of());
    private @Nullable EventReader reader;

    /**
     * Of a response that has not begun.
     *
     * @param read runs when a refusal is not read any further, though it may go on
     */
    AnswerHead(Loop loop, Runnable read) {
        this.loop = loop;
        this.read = read;
    }

    /** It begins an answer, which that reader reads. */
    void answers(ResponseHead newHead, EventReader events) {
        head = newHead;
        reader = events;
    }

    void refuses(ResponseHead newHead) {
        head = newHead;
        var _ = loop.after(REFUSAL_LIMIT, read);
    }

    /** Whether it has come, and begins an answer. */
    boolean answers() {
        return reader != null;
    }

    /** Of an answer that has begun. */
    EventReader reader() {
        return Objects.requireNonNull(reader);
    }

    /** Whether it has come, and with a status that says that nothing runs. */
    boolean refuses() {
        return head.status() > OK;
    }

    void refusal(byte[] bytes, int from, int to) {
        int room = REFUSAL_BYTES - refusal.size();
        refusal.write(bytes, from, Math.min(room, to - from));
        if (to - from >= room) {
            read.run();
        }
    }

    /** A response that is no answer, or its beginning. */
    CallResponse refusal() {
        return new CallResponse(head, refusal.toString(StandardCharsets.UTF_8));
    }
}
