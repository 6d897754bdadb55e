package dev.sluice.store;

import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerSchedule;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether a state folder can be written to, and whether its files still are
 * those that were opened: a process writes on to a file that was deleted, and nothing fails.
 * Thread-safe.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** A disk that does not answer for so long keeps nothing. */
    private static final Duration STALE = Duration.ofSeconds(10);

    /** More than a transaction and a line of the journal need. */
    private static final int PROBE_BYTES = 256 * 1024;

    private static final String PROBE = "write.probe";

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final Path folder;
    private final Duration every;
    private final Map<Path, Object> opened = new LinkedHashMap<>();
    private final LogWatch log;
    private List<Path> needed = List.of();
    private @Nullable Object records;
    private boolean recordsLost;
    private boolean empty;
    private volatile List<WorkerSchedule> threads = List.of();
    private volatile Look last = new Look("", true, System.nanoTime());

    /**
     * What was seen.
     *
     * @param problem for people; empty when all is well
     * @param sound whether what is stored there now will be there later
     */
    private record Look(String problem, boolean sound, long atNanos) {
        Look {
            Objects.requireNonNull(problem);
        }
    }

    public FolderWatch(Path folder) {
        this(folder, EVERY);
    }

    FolderWatch(Path folder, Duration every) {
        this.folder = folder.toAbsolutePath();
        this.every = every;
        this.log = new LogWatch(this.folder.resolve(Backups.TRUTH + "-wal"));
    }

    /**
     * Begins, once everything in the folder has been opened. Until then all counts as well.
     *
     * @param needed files that the next start reads
     */
    public void start(List<Path> needed) {
        this.needed = List.copyOf(needed);
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(FolderWatch::isKeptOpen).toList()) {
                identity(file).ifPresent(found -> opened.put(file, found));
            }
            records = identity(folder.resolve(Backups.FLOW)).orElse(null);
            look();
            threads =
                    List.of(
                            WorkerSchedule.start(
                                    "state-folder",
                                    WorkerSchedule.Rhythm.every(every),
                                    this::look));
        } catch (IOException unreadable) {
            throw new StoreException(
                    StoreException.Kind.READ_ONLY,
                    "the state folder %s cannot be read; give this user the right to"
                            .formatted(folder),
                    unreadable);
        }
    }

    /** What the process holds as long as it lives. */
    private static boolean isKeptOpen(Path file) {
        String name = String.valueOf(file.getFileName());
        // The records of requests may be deleted.
        return !name.equals(Backups.FLOW)
                && List.of(".db", ".journal", ".lock").stream().anyMatch(name::endsWith)
                && Files.isRegularFile(file);
    }

    /** Empty when there is no file of that name. */
    static Optional<Object> identity(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            // Some file systems have none; then it counts that there is a file.
            return Optional.of(key == null ? file : key);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void look() {
        String before = last.problem();
        String unsound = replaced().or(log::lost).or(this::emptied).or(this::unwritable).orElse("");
        String problem = unsound.isEmpty() ? missing().orElse("") : unsound;
        last = new Look(problem, unsound.isEmpty(), System.nanoTime());
        if (problem.isEmpty()) {
            warnOfRecords();
        }
        if (!problem.equals(before)) {
            if (problem.isEmpty()) {
                LOG.info("the state folder can be used again");
            } else {
                LOG.atError().addKeyValue("problem", problem).log("the state folder is not usable");
            }
        }
    }

    private Optional<String> replaced() {
        return opened.entrySet().stream()
                .filter(file -> !identity(file.getKey()).equals(Optional.of(file.getValue())))
                .findFirst()
                .map(file ->
                        ("%s was deleted or replaced while the gateway has it open, so what is"
                                        + " stored now is lost when it ends; put the folder %s back"
                                        + " as it was, or restart the gateway")
                                .formatted(file.getKey(), folder));
    }

    /** SQLite never empties it. Whatever is written to it afterwards is no whole database. */
    private Optional<String> emptied() {
        Path database = folder.resolve(Backups.TRUTH);
        empty = empty || (opened.containsKey(database) && SqliteFile.isEmpty(database));
        return empty
                ? Optional.of(
                        ("%s is damaged: it was emptied while the gateway has it open; stop the"
                                        + " gateway, and put a backup in its place with: sluice restore"
                                        + " FILE")
                                .formatted(database))
                : Optional.empty();
    }

    private Optional<String> missing() {
        return needed.stream()
                .filter(Files::notExists)
                .findFirst()
                .map(file ->
                        ("%s was deleted, and without it the gateway cannot start again; put it back"
                                        + " from your backup")
                                .formatted(file));
    }

    private void warnOfRecords() {
        Object found = identity(folder.resolve(Backups.FLOW)).orElse(null);
        if (!recordsLost && !Objects.equals(found, records)) {
            recordsLost = true;
            LOG.atWarn()
                    .addKeyValue("file", folder.resolve(Backups.FLOW))
                    .log(
                            "the records of requests were deleted or replaced; new ones are lost until"
                                    + " the gateway is restarted");
        }
    }

    private Optional<String> unwritable() {
        Path probe = folder.resolve(PROBE);
        try {
            PrivateFiles.file(probe);
            Files.write(probe, new byte[PROBE_BYTES]);
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of(problem(refused));
        } finally {
            remove(probe);
        }
    }

    private static void remove(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException _) {
            // It is written over the next time.
        }
    }

    private String problem(IOException refused) {
        if (SqliteFailures.isFull(refused)) {
            return "the disk of the state folder %s is full; make room".formatted(folder);
        }
        String reason =
                refused instanceof FileSystemException file && file.getReason() != null
                        ? file.getReason()
                        : refused instanceof AccessDeniedException
                                ? "access denied"
                                : String.valueOf(refused.getMessage());
        return "the state folder %s cannot be written to (%s); make it writable for this user again"
                .formatted(folder, reason);
    }

    /** Whether what is stored there now will be there later. */
    public boolean isSound() {
        Look seen = last;
        return seen.sound() && !isStale(seen);
    }

    /** For people; empty when all is well. */
    public String problem() {
        Look seen = last;
        return seen.problem().isEmpty() && isStale(seen)
                ? "the disk of the state folder %s has not answered for %d s; check the disk"
                        .formatted(folder, age(seen).toSeconds())
                : seen.problem();
    }

    private boolean isStale(Look seen) {
        return !threads.isEmpty() && age(seen).compareTo(STALE) > 0;
    }

    private static Duration age(Look seen) {
        return Duration.ofNanos(System.nanoTime() - seen.atNanos());
    }

    public List<? extends Worker> threads() {
        return threads;
    }

    /** Does not wait for a disk that hangs. */
    @Override
    public void close() {
        threads.forEach(WorkerSchedule::stop);
    }
}
