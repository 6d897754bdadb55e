package dev.sluice.conversation;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Where mappings wait while the database is away: a file to which lines are added, each on the disk
 * before anybody relies on it. Thread-safe.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String NAME = "conversations.journal";

    /** Days of an outage; in memory some 100 MB. */
    private static final int MOST_ENTRIES = 200_000;

    private final FileChannel file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Mapping> newest = new HashMap<>();

    /**
     * One line.
     *
     * @param onlyIfAbsent whether a mapping that the database has already is the better one
     */
    record Entry(Mapping mapping, boolean onlyIfAbsent) {}

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Finds what an earlier process could not bring to the database any more. */
    static Journal open(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            if (Files.notExists(path)) {
                PrivateFiles.create(path, "");
            }
            var journal =
                    new Journal(
                            FileChannel.open(
                                    path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            journal.read(Files.readString(path, StandardCharsets.UTF_8));
            return journal;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** What follows the last whole line was never relied on. */
    private void read(String text) throws IOException {
        int whole = text.lastIndexOf('\n') + 1;
        text.substring(0, whole).lines().forEach(this::readLine);
        long length = text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
        file.truncate(length);
        file.position(length);
    }

    private void readLine(String line) {
        try {
            keep(JournalLine.read(line));
        } catch (JacksonException _) {
            // Its message would repeat the line.
            LOG.warn("a line of the journal of conversations is damaged and left out");
        }
    }

    private void keep(Entry entry) {
        entries.add(entry);
        newest.put(entry.mapping().key().id(), entry.mapping());
    }

    /** On the disk when this returns. */
    synchronized void add(Entry entry) throws IOException {
        if (entries.size() == MOST_ENTRIES) {
            throw new IOException("the journal of conversations is full");
        }
        long before = file.position();
        try {
            byte[] line = (JournalLine.write(entry) + "\n").getBytes(StandardCharsets.UTF_8);
            for (var rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
                file.write(rest);
            }
            file.force(false);
        } catch (IOException failed) {
            // Half a line would spoil the next.
            file.truncate(before);
            throw failed;
        }
        keep(entry);
    }

    synchronized Optional<Mapping> find(ChatKey key) {
        return Optional.ofNullable(newest.get(key.id()));
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    synchronized int size() {
        return entries.size();
    }

    /** The oldest, in the order they came. */
    synchronized List<Entry> oldest(int count) {
        return List.copyOf(entries.subList(0, Math.min(count, entries.size())));
    }

    /** The database has so many of the oldest. The file is emptied with the last of them. */
    synchronized void done(int count) throws IOException {
        entries.subList(0, count).clear();
        if (entries.isEmpty()) {
            newest.clear();
            file.truncate(0);
            file.force(false);
        }
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
