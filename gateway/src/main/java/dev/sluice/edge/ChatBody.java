package dev.sluice.edge;

import dev.sluice.http.BodyFormat;
import dev.sluice.protocol.AppOptions;
import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.ClientDialect;
import dev.sluice.protocol.Message;
import dev.sluice.protocol.openai.BodyField;
import dev.sluice.protocol.openai.JsonFootprint;

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

    private final ClientDialect dialect;
    private final String field;
    private JsonFootprint footprint = JsonFootprint.NOTHING;

    /**
     * One for each request.
     *
     * @param field by its path, empty for none
     */
    ChatBody(ClientDialect dialect, String field) {
        this.dialect = dialect;
        this.field = field;
    }

    /**
     * What it says.
     *
     * @param named the text of the member, empty without one
     */
    record Content(ChatRequest request, String named) {}

    @Override
    public long reading(byte[] body) {
        footprint = JsonFootprint.of(body);
        return footprint.reading();
    }

    @Override
    public Content read(byte[] body) {
        ChatRequest request = dialect.read(body);
        return new Content(request, field.isEmpty() ? "" : BodyField.text(body, field));
    }

    @Override
    public Memory memory(Content content) {
        long text = text(content);
        return new Memory(text, text * CALL, text * COMPOSING);
    }

    private long text(Content content) {
        long characters = 0;
        for (Message message : content.request().messages()) {
            characters += message.text().length();
        }
        AppOptions app = content.request().app();
        boolean more = !app.inputs().isEmpty() || !app.files().isEmpty();
        return footprint.text(characters) + (more ? footprint.tree() : 0);
    }
}
