package dev.sluice.compat.opendify;

import dev.sluice.conversation.Unclaimed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON file of chats and their conversations. A conversation is a text, or an object that tells
 * its times too.
 */
final class MappingsFile {
    private static final long LARGEST_BYTES = 256L << 20;
    private static final String SESSION = "h:";
    private static final String USER = "u:";
    private static final String FIRST_MESSAGE = "m:";

    private final Path file;
    private final Keys keys;

    /** What the conversations are kept for. */
    enum Keys {
        CHATS,
        /** Sessions, users and first messages, each with a prefix. */
        SESSIONS
    }

    MappingsFile(Path file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    void read(Gathering gathering) throws IOException {
        if (Files.size(file) > LARGEST_BYTES) {
            throw unusable("is larger than " + (LARGEST_BYTES >> 20) + " MiB", null);
        }
        // The latest that a conversation without a time can have been used.
        long written = Files.getLastModifiedTime(file).toMillis();
        try (var bytes = Files.newInputStream(file);
                var json = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw unusable("is no JSON object of chats", null);
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                take(row(key, json, written), gathering);
            }
        } catch (JacksonException broken) {
            throw unusable("is no whole JSON", broken);
        }
    }

    private MigrationException unusable(String what, @Nullable Exception cause) {
        return new MigrationException(
                file
                        + " "
                        + what
                        + "; nothing was taken over. Put a sound copy there, or move it away to go"
                        + " on without it",
                cause);
    }

    private void take(Unclaimed.Row row, Gathering gathering) {
        String key = row.chat();
        switch (keys) {
            case CHATS -> gathering.add(row);
            case SESSIONS -> {
                if (key.startsWith(SESSION)) {
                    gathering.add(
                            new Unclaimed.Row(
                                    key.substring(SESSION.length()),
                                    row.conversation(),
                                    row.createdAtMillis(),
                                    row.usedAtMillis()));
                } else {
                    gathering.leaveOut(why(key));
                }
            }
        }
    }

    private static LeftOut why(String key) {
        if (key.startsWith(USER)) {
            return LeftOut.USER_KEY;
        }
        return key.startsWith(FIRST_MESSAGE) ? LeftOut.FIRST_MESSAGE_KEY : LeftOut.OTHER_KEY;
    }

    private static Unclaimed.Row row(String chat, JsonParser json, long written) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return new Unclaimed.Row(chat, text(json), written, written);
        }
        String conversation = "";
        long created = written;
        long used = written;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "dify_conversation_id", "conversation_id" -> conversation = text(json);
                case "created_at" -> created = millis(json, written);
                case "last_used", "last_used_at" -> used = millis(json, written);
                // Nothing else is needed.
                default -> json.skipChildren();
            }
        }
        return new Unclaimed.Row(chat, conversation, created, used);
    }

    /** Whatever is no text is no conversation either. */
    private static String text(JsonParser json) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getString();
        }
        json.skipChildren();
        return "";
    }

    private static long millis(JsonParser json, long unknown) {
        json.skipChildren();
        return json.currentToken().isNumeric() ? Seconds.toMillis(json.getDoubleValue()) : unknown;
    }
}
