package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.testkit.SimulatedDify;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder of an OpenDify, with its files as OpenDify makes them. */
public record OldOpenDify(Path folder) {
    private static final String SCHEMA =
            """
            CREATE TABLE IF NOT EXISTS conversation_mappings (
                webui_chat_id TEXT PRIMARY KEY,
                dify_conversation_id TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                last_used INTEGER NOT NULL,
                updated_at INTEGER DEFAULT (strftime('%s', 'now'))
            );
            CREATE INDEX IF NOT EXISTS idx_last_used ON conversation_mappings(last_used);
            CREATE INDEX IF NOT EXISTS idx_created_at ON conversation_mappings(created_at);
            """;

    /** A conversation's id, the same for the same number. */
    public static String conversation(int number) {
        return new UUID(1, number).toString();
    }

    public Path database() {
        return folder.resolve("data/conversation_mappings.db");
    }

    /** As OpenDify opens it; while it is open, a log lies beside it. */
    public Connection connect() throws SQLException {
        make(database());
        Connection connection =
                DriverManager.getConnection("jdbc:sqlite:file:" + database().toUri().getRawPath());
        execute(connection, "PRAGMA journal_mode=WAL");
        execute(connection, "PRAGMA synchronous=NORMAL");
        execute(connection, SCHEMA);
        return connection;
    }

    public static void remember(Connection open, String chat, String conversation, long used)
            throws SQLException {
        try (var insert =
                open.prepareStatement(
                        """
                        INSERT INTO conversation_mappings
                            (webui_chat_id, dify_conversation_id, created_at, last_used)
                        VALUES (?, ?, ?, ?)
                        """)) {
            insert.setString(1, chat);
            insert.setString(2, conversation);
            insert.setLong(3, used - 60);
            insert.setLong(4, used);
            var _ = insert.executeUpdate();
        }
    }

    /** In a database that nobody has open afterwards. */
    public OldOpenDify remembering(String chat, String conversation, long used)
            throws SQLException {
        try (Connection connection = connect()) {
            remember(connection, chat, conversation, used);
        }
        return this;
    }

    /** So many chats, {@code chat-0} with the conversation of that number and so on. */
    public OldOpenDify remembering(int chats) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int number = 0; number < chats; number++) {
                remember(
                        connection, "chat-" + number, conversation(number), 1_700_000_000 + number);
            }
            connection.commit();
        }
        return this;
    }

    public OldOpenDify with(String name, String text) {
        try {
            Files.writeString(make(folder.resolve(name)), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return this;
    }

    /** Every file with what is in it. */
    public Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, ISO_8859_1));
            }
        }
        return files;
    }

    /** So many conversations, each begun as OpenDify begins one. */
    public static void chat(SimulatedDify dify, String key, String user, int conversations)
            throws IOException, InterruptedException {
        String body =
                "{\"inputs\":{},\"query\":\"Hi\",\"user\":\"%s\",\"response_mode\":\"blocking\"}"
                        .formatted(user);
        var request =
                HttpRequest.newBuilder(URI.create(dify.url() + "/chat-messages"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            for (int begun = 0; begun < conversations; begun++) {
                var answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IOException("the simulated Dify answered " + answer.statusCode());
                }
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            var _ = statement.executeUpdate(sql);
        }
    }

    private static Path make(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
