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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final List<Mapping> entries = new ArrayList<>();

    /** By their chats, and in each by their ids. */
    private final Map<ChatKey, Map<String, Mapping>> newest = new HashMap<>();

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
            keep(JournalLine.read(line));
        } catch (JacksonException | IllegalArgumentException _) {
            // Its message would repeat the line.
            LOG.warn("a line of the journal of conversations is damaged and left out");
        }
    }

    private void keep(Mapping mapping) {
        entries.add(mapping);
        newest.computeIfAbsent(mapping.key(), _ -> new HashMap<>()).put(mapping.id(), mapping);
    }

    private boolean waits(Mapping mapping) {
        return newest.getOrDefault(mapping.key(), Map.of()).containsKey(mapping.id());
    }

    private void forget(Mapping mapping) {
        Map<String, Mapping> ofChat = newest.getOrDefault(mapping.key(), new HashMap<>());
        if (ofChat.remove(mapping.id(), mapping) && ofChat.isEmpty()) {
            newest.remove(mapping.key());
        }
    }

    /** On the disk when this returns. */
    synchronized void add(Mapping mapping) throws IOException {
        if (entries.size() == mostEntries) {
            throw new IOException("the journal of conversations is full");
        }
        // Half a line of a try that failed would spoil this one.
        file.truncate(end);
        byte[] line = (JournalLine.write(mapping) + "\n").getBytes(StandardCharsets.UTF_8);
        for (var rest = ByteBuffer.wrap(line); rest.hasRemaining(); ) {
            file.write(rest, end + rest.position());
        }
        file.force(false);
        end += line.length;
        keep(mapping);
    }

    /** Adds it only behind an older state of it, which the database must not get later. */
    synchronized boolean addBehind(Mapping mapping) throws IOException {
        boolean waits = waits(mapping);
        if (waits) {
            add(mapping);
        }
        return waits;
    }

    /** Has the last of it written while nothing is added, so that there is an end. */
    synchronized void finish(Consumer<List<Mapping>> writing) throws IOException {
        writing.accept(List.copyOf(entries));
        done(entries.size());
    }

    /** The newest state of each that waits. */
    synchronized List<Mapping> find(ChatKey key) {
        return List.copyOf(newest.getOrDefault(key, Map.of()).values());
    }

    synchronized boolean isEmpty() {
        return entries.isEmpty();
    }

    synchronized int size() {
        return entries.size();
    }

    /** The oldest, in the order they came. */
    synchronized List<Mapping> oldest(int count) {
        return List.copyOf(entries.subList(0, Math.min(count, entries.size())));
    }

    /** The database has so many of the oldest. The file is emptied with the last of them. */
    synchronized void done(int count) throws IOException {
        List<Mapping> done = entries.subList(0, count);
        done.forEach(this::forget);
        done.clear();
        if (entries.isEmpty()) {
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
