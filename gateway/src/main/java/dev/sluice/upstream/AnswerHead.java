package dev.sluice.upstream;

import dev.sluice.http.Loop;
import dev.sluice.protocol.CallResponse;
import dev.sluice.protocol.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** How an upstream's answer began, and the beginning of what is not the stream it should be. */
final class AnswerHead {
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final int OK = 200;

    /** How long the words of a refusal may take. */
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(5);

    private final Loop loop;
    private final Runnable read;
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private ResponseHead head = new ResponseHead(0, Map.of());

    /**
     * Of an answer that has not begun.
     *
     * @param read runs when a refusal is not read any further, though it may go on
     */
    AnswerHead(Loop loop, Runnable read) {
        this.loop = loop;
        this.read = read;
    }

    void came(ResponseHead newHead) {
        head = newHead;
        if (!isStream()) {
            var _ = loop.after(REFUSAL_LIMIT, read);
        }
    }

    /** Whether it has come, and refuses. */
    boolean refuses() {
        return head.status() > OK;
    }

    boolean isStream() {
        return head.status() == OK && head.header("content-type").startsWith("text/event-stream");
    }

    void refusal(byte[] bytes, int from, int to) {
        int room = REFUSAL_BYTES - refusal.size();
        refusal.write(bytes, from, Math.min(room, to - from));
        if (to - from >= room) {
            read.run();
        }
    }

    CallResponse refusal() {
        return new CallResponse(head, refusal.toString(StandardCharsets.UTF_8));
    }
}
