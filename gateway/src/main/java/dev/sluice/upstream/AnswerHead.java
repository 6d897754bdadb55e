package dev.sluice.upstream;

import dev.sluice.protocol.Answered;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How an upstream's answer began, and the beginning of what is not the stream it should be. */
final class AnswerHead {
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final int OK = 200;

    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private int status;
    private String contentType = "";

    void came(int newStatus, String type) {
        status = newStatus;
        contentType = type;
    }

    /** Whether it has come, and refuses. */
    boolean refuses() {
        return status > OK;
    }

    boolean isStream() {
        return status == OK && contentType.startsWith("text/event-stream");
    }

    void refusal(byte[] bytes, int from, int to) {
        int room = REFUSAL_BYTES - refusal.size();
        refusal.write(bytes, from, Math.min(room, to - from));
    }

    Answered refusal() {
        return new Answered(status, contentType, refusal.toString(StandardCharsets.UTF_8));
    }
}
