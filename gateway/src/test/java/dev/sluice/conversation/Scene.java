package dev.sluice.conversation;

import static org.awaitility.Awaitility.await;

import dev.sluice.app.Schema;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Conversations on a database that somebody else can keep from them. */
final class Scene implements AutoCloseable {
    private final Path folder;
    private final String url;
    private final Store store;
    private Conversations conversations;

    /**
     * @param url empty for SQLite in the folder
     */
    Scene(Path folder, String url) {
        this.folder = folder;
        this.url = url;
        this.store =
                Store.open(
                        folder,
                        new StoreConfig("", url),
                        Schema.truth(),
                        Schema.flow(),
                        InstantSource.system());
        this.conversations = Conversations.open(store.truth(), folder, Conversations.Disk.SOUND);
    }

    Conversations conversations() {
        return conversations;
    }

    /** As another process on the same folder. */
    void reopen() {
        conversations.close();
        conversations = Conversations.open(store.truth(), folder, Conversations.Disk.SOUND);
    }

    /** What the database has, whatever anybody remembers besides. */
    List<Mapping> stored(String chat) {
        return store.truth().read(handle -> MappingRows.find(handle, Chats.key(chat)));
    }

    /** What a request finds that shows the answer with this digest. */
    List<Mapping> found(String chat, String whole) {
        var shown =
                new Turns(Chats.ALONE.turns(), 1, new AnswerDigest("answer", whole), "", "", "");
        return conversations.find(Chats.key(chat), shown).mappings();
    }

    /** From now on the database takes no more than this many pages; only SQLite's. */
    void limitPages(int most) {
        var _ =
                store.truth()
                        .write(handle ->
                                handle.createQuery("PRAGMA max_page_count = " + most)
                                        .mapTo(Long.class)
                                        .one());
    }

    void awaitCalm() {
        await().atMost(Duration.ofSeconds(30)).until(() -> conversations.health().isGood());
    }

    /** Until it is closed nobody can write, and with PostgreSQL nobody can read. */
    Outage outage() throws SQLException {
        Connection holder =
                url.isEmpty()
                        ? DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sluice.db"))
                        : DriverManager.getConnection(
                                "jdbc:" + url.replaceFirst("//.*@", "//"), "postgres", "x");
        try (Statement statement = holder.createStatement()) {
            var _ = statement.execute(url.isEmpty() ? "BEGIN IMMEDIATE" : "BEGIN");
            if (!url.isEmpty()) {
                var _ = statement.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE");
            }
        }
        return new Outage(holder);
    }

    /** The other program's hold on the table. */
    record Outage(Connection holder) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            holder.close();
        }
    }

    @Override
    public void close() throws IOException {
        conversations.close();
        store.close();
    }
}
