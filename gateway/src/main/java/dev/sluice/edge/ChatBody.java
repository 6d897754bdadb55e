package dev.sluice.edge;

import dev.sluice.http.BodyFormat;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.Question;
import dev.sluice.protocol.VendorMembers;
import dev.sluice.protocol.VendorOptions;
import dev.sluice.protocol.openai.BodyField;
import dev.sluice.protocol.openai.JsonFootprint;
import java.util.List;
import java.util.function.ToLongFunction;

/** The body of a chat, and the text of one member that the configuration names. */
final class ChatBody implements BodyFormat<ChatBody.Content> {
    /** How often the text is in the call to an upstream: as JSON, and as its bytes. */
    private static final int CALL = 2;

    /**
     * How often a text is in memory at most while its history is compared or the call is made: as
     * it is folded, as the prompt, as JSON in pieces and joined, as bytes. {@code ChatBodyTest}
     * measures up to 9 (JDK 25, 2026-11-30). Of large texts the threads for bodies do this, as many
     * at once as their memory allows.
     */
    private static final int COMPOSING = 10;

    /** Of the objects around the texts (JDK 25): a message with its list, a part with its text. */
    private static final long BYTES_A_MESSAGE = 80;

    /** Also of a call and of a tool, with up to three texts. */
    private static final long BYTES_A_PART = 160;

    private final ClientDialect dialect;
    private final VendorMembers vendors;
    private final String field;
    private JsonFootprint footprint = JsonFootprint.NOTHING;

    /**
     * One for each request.
     *
     * @param vendors what upstreams read themselves
     * @param field by its path, empty for none
     */
    ChatBody(ClientDialect dialect, VendorMembers vendors, String field) {
        this.dialect = dialect;
        this.vendors = vendors;
        this.field = field;
    }

    /**
     * What it says.
     *
     * @param options for one kind of upstream
     * @param named the text of the member, empty without one
     */
    record Content(ChatRequest request, VendorOptions options, String named) {}

    @Override
    public long reading(byte[] body) {
        footprint = JsonFootprint.of(body);
        return footprint.reading();
    }

    @Override
    public Content read(byte[] body) {
        ChatRequest request = dialect.read(body);
        VendorOptions options = vendors.read(request.original());
        Question.require(request, options);
        return new Content(
                request.in(options.conversation()),
                options,
                field.isEmpty() ? "" : BodyField.text(body, field));
    }

    @Override
    public Memory memory(Content content) {
        List<Message> messages = content.request().messages();
        long words = footprint.text(sum(messages, message -> message.text().length()));
        long kept =
                footprint.text(content.request().characters())
                        + objects(content.request())
                        + (content.options().isQuestion() ? footprint.tree() : 0);
        return new Memory(kept, words * CALL, kept + words * (COMPOSING - 1));
    }

    private static long objects(ChatRequest request) {
        List<Message> messages = request.messages();
        long parts = sum(messages, message -> message.parts().size() + message.calls().size());
        return (parts + request.tools().definitions().size()) * BYTES_A_PART
                + messages.size() * BYTES_A_MESSAGE;
    }

    private static long sum(List<Message> messages, ToLongFunction<Message> size) {
        return messages.stream().mapToLong(size).sum();
    }
}
