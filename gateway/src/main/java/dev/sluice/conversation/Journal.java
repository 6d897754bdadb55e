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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
    private final int mostEntries;
    private final WaitingMappings waiting = new WaitingMappings();

    /** Of the last whole line, in bytes. */
    private long end;

    private Journal(FileChannel file, int mostEntries) {
        this.file = file;
        this.mostEntries = mostEntries;
    }

    /** Finds what an earlier process could not bring to the database any more. */
    static Journal open(Path folder) {
        return open(folder, MOST_ENTRIES);
    }

    static Journal open(Path folder, int mostEntries) {
        Path path = folder.resolve(NAME);
        try {
            if (Files.notExists(path)) {
                PrivateFiles.create(path, "");
            }
            var journal =
                    new Journal(FileChannel.open(path, StandardOpenOption.WRITE), mostEntries);
            journal.read(Files.readAllBytes(path));
            return journal;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** What follows the last whole line was never relied on. */
    private void read(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                readLine(Arrays.copyOfRange(bytes, from, at));
                from = at + 1;
            }
        }
        end = from;
    }

    private void readLine(byte[] line) {
        try {
            waiting.add(JournalLine.read(line));
        } catch (JacksonException | IllegalArgumentException _) {
            // Its message would repeat the line.
            LOG.warn("a line of the journal of conversations is damaged and left out");
        }
    }

    /** On the disk when this returns. */
    void add(Mapping mapping) throws IOException {
        addAll(List.of(mapping));
    }

    /** On the disk when this returns, all of them or none. */
    synchronized void addAll(List<Mapping> mappings) throws IOException {
        if (waiting.size() + mappings.size() > mostEntries) {
            throw new IOException("the journal of conversations is full");
        }
        // Half a line of a try that failed would spoil this one.
        file.truncate(end);
        var lines = new StringBuilder();
        mappings.forEach(mapping -> lines.append(JournalLine.write(mapping)).append('\n'));
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            file.write(rest, end + rest.position());
        }
        file.force(false);
        end += bytes.length;
        mappings.forEach(waiting::add);
    }

    /** Adds it only behind an older state of it, which the database must not get later. */
    synchronized boolean addBehind(Mapping mapping) throws IOException {
        boolean waits = waiting.has(mapping);
        if (waits) {
            add(mapping);
        }
        return waits;
    }

    /** Has the last of it written while nothing is added, so that there is an end. */
    synchronized void finish(Consumer<List<Mapping>> writing) throws IOException {
        writing.accept(waiting.oldest(waiting.size()));
        done(waiting.size());
    }

    /** The newest state of each that waits. */
    synchronized List<Mapping> find(ChatKey key) {
        return waiting.find(key);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized int size() {
        return waiting.size();
    }

    /** The oldest, in the order they came. */
    synchronized List<Mapping> oldest(int count) {
        return waiting.oldest(count);
    }

    /** The database has so many of the oldest. The file is emptied with the last of them. */
    synchronized void done(int count) throws IOException {
        waiting.removeOldest(count);
        if (waiting.isEmpty()) {
            end = 0;
            file.truncate(end);
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
