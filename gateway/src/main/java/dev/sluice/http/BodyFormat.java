package dev.sluice.http;

/**
 * What a body is read as: one object for each request. Its methods are called in order, by a thread
 * of {@link BodyWorkers} where the body is large.
 */
public interface BodyFormat<T> {
    /**
     * How many bytes of the heap reading takes beside the body itself.
     *
     * @throws dev.sluice.protocol.ChatFailedException when it is not worth reading
     */
    long reading(byte[] body);

    /**
     * The body's meaning, which does not refer to its bytes.
     *
     * @throws dev.sluice.protocol.ChatFailedException when it has none
     */
    T read(byte[] body);

    /** How many bytes of the heap the result takes from here on. */
    Memory memory(T result);

    /**
     * What a request takes after its body was read.
     *
     * @param kept until the answer has ended
     * @param untilAnswer beside it until the answer begins
     * @param once at one moment at most, while something is made of it
     */
    record Memory(long kept, long untilAnswer, long once) {
        /** Of a result that is small. */
        public static final Memory NONE = new Memory(0, 0, 0);
    }
}
