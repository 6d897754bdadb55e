package dev.sluice.app;

import dev.sluice.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How a command tells a running gateway something: by a file in the state folder, which only the
 * same user can write. It needs no port, no key and no signal. The gateway looks often; the answer
 * is another file.
 */
public final class Mailbox {
    private static final String REQUEST = "reload.request";
    private static final String ANSWER = "reload.answer";

    private final Path folder;

    public Mailbox(Path folder) {
        this.folder = folder;
    }

    /**
     * What the gateway made of it.
     *
     * @param done false when everything stayed as it was
     */
    public record Answer(boolean done, String text) {}

    // ---- the command's side

    /** Asks for a reload; empty when nobody answers within the limit. */
    public Optional<Answer> ask(String id, Duration limit) {
        try (WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            write(REQUEST, id);
            Optional<Answer> answer = awaitAnswer(id, changes, limit);
            remove(answer.isPresent() ? ANSWER : REQUEST);
            return answer;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Answer> awaitAnswer(String id, WatchService changes, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<Answer> answer = Optional.empty();
        for (long left = limit.toNanos(); answer.isEmpty() && left > 0; ) {
            WatchKey key = changes.poll(left, TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
            answer = answerTo(id);
            left = end - System.nanoTime();
        }
        return answer;
    }

    private Optional<Answer> answerTo(String id) {
        return read(ANSWER)
                .map(text -> text.split("\n", 3))
                .filter(lines -> lines.length == 3 && lines[0].equals(id))
                .map(lines -> new Answer(lines[1].equals("done"), lines[2]));
    }

    // ---- the gateway's side

    /** The id of a request that nobody has answered yet. */
    public Optional<String> request() {
        return read(REQUEST).map(String::strip).filter(id -> !id.isEmpty());
    }

    public void answer(String id, Answer answer) {
        write(ANSWER, id + "\n" + (answer.done() ? "done" : "refused") + "\n" + answer.text());
        remove(REQUEST);
    }

    // ---- files

    private void write(String name, String text) {
        try {
            PrivateFiles.replace(folder.resolve(name), text);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
