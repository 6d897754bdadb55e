package dev.sluice.protocol.sse;

/** Takes what an {@link SseFramer} finds. */
public interface SseSink {

    /** The data of one event. The bytes are the sink's only until it returns. */
    void data(byte[] bytes, int from, int to);

    /** An event exceeds the framer's limit; the framer reads nothing after it. */
    void tooLarge();
}
