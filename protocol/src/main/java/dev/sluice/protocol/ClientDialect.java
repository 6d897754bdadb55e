package dev.sluice.protocol;

/**
 * How the clients of one API spell a chat: their requests, the answers to them and their failures.
 * Pure.
 */
public interface ClientDialect extends ErrorDialect {

    /**
     * What the body asks for.
     *
     * @throws ChatFailedException when the request is not valid, or asks for what is not served
     */
    ChatRequest read(byte[] body);

    /** The media type of an answer that is streamed. */
    String streamType();

    /** Bytes that show a client which waits for a stream, or for more of one, that it goes on. */
    void keepAlive(WireBuffer out);

    /** A writer for the answer to the request, streamed or in one piece as that asks for. */
    EventWriter writer(AnswerIdentity identity, ChatRequest request, AnswerFormat format);
}
