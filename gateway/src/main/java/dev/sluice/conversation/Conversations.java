package dev.sluice.conversation;

import dev.sluice.store.Database;
import dev.sluice.store.StoreException;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which conversation continues which chat. A mapping of a chat that the client names is durable
 * when this says so: in the database or, while that is away, in a journal from which it is brought
 * there as soon as it is back. Those that only their history identifies follow in batches.
 * Thread-safe.
 */
public final class Conversations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversations.class);

    /** Longer nobody waits for the end of an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    /** Longer than the database is waited for in a batch. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private static final String REPLAYING = "conversations";
    private static final int BATCH = 500;

    /** To look for it shows that the database answers. */
    private static final ChatKey NOBODY = new ChatKey("", "", "", "", "", "");

    private final Database truth;
    private final Database unhurried;
    private final Journal journal;
    private final WriteBehind behind = new WriteBehind(this::writeBehind);
    private final Flights flights = new Flights();
    private final RecentMappings recent = new RecentMappings();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Disk disk;
    private volatile List<WorkerThread> threads = List.of();
    private volatile boolean away;

    /** Whether it could not even be read; one that is full can. */
    private volatile boolean unreadable;

    /** Whether the journal refused the last mapping that was to go there. */
    private volatile boolean full;

    /** Whether the last try to empty the journal failed; used by the thread that does so. */
    private boolean stuck;

    /**
     * What the journal is on.
     *
     * @param sound whether what is written there now will be there later
     * @param holdsTruth whether the database is there too
     */
    public record Disk(BooleanSupplier sound, boolean holdsTruth) {
        /** One that never fails. */
        public static final Disk SOUND = new Disk(() -> true, true);

        boolean isSound() {
            return sound.getAsBoolean();
        }
    }

    private Conversations(Database truth, Journal journal, Disk disk) {
        this.truth = truth.within(PATIENCE);
        this.unhurried = truth;
        this.journal = journal;
        this.disk = disk;
    }

    /**
     * Opens what is remembered, and first brings to the database what an earlier process could not.
     *
     * @param folder where the journal is
     */
    public static Conversations open(Database truth, Path folder, Disk disk) {
        var conversations = new Conversations(truth, Journal.open(folder), disk);
        if (!conversations.journal.isEmpty() || !conversations.answers()) {
            conversations.away = true;
            conversations.unreadable = true;
            conversations.catchUp();
        }
        conversations.threads =
                List.of(
                        WorkerThread.start(REPLAYING, conversations::replay),
                        conversations.behind.start());
        return conversations;
    }

    /** Else the first chat would wait to find out. */
    private boolean answers() {
        try {
            var _ = truth.read(handle -> MappingRows.find(handle, NOBODY));
            return true;
        } catch (StoreException failed) {
            lost(failed);
            return false;
        }
    }

    public List<? extends Worker> threads() {
        return threads;
    }

    public Flights flights() {
        return flights;
    }

    /**
     * What may go on with a request that shows this.
     *
     * @param key of its chat, or of all that the user has without one
     */
    public Known find(ChatKey key, Turns shown) {
        if (unreadable) {
            return recalled(key, shown);
        }
        try {
            // What is written meanwhile is here or there.
            List<Mapping> waiting = waiting(key);
            Known stored = truth.read(handle -> stored(handle, key, shown));
            var newest = newest(key, shown, stored.mappings(), waiting);
            return new Known(newest, stored.unclaimed(), true);
        } catch (StoreException failed) {
            lost(failed);
            return recalled(key, shown);
        }
    }

    private static Known stored(Handle handle, ChatKey key, Turns shown) {
        if (!key.namesChat()) {
            var stored = MappingRows.findByAnswer(handle, key, shown.answer().whole());
            return new Known(stored, "", true);
        }
        String unclaimed = Unclaimed.find(handle, key.chat()).orElse("");
        return new Known(MappingRows.find(handle, key), unclaimed, true);
    }

    private List<Mapping> waiting(ChatKey key) {
        var waiting = new ArrayList<>(behind.find(key));
        waiting.addAll(journal.find(key.withoutModel()));
        waiting.addAll(journal.find(key));
        return waiting;
    }

    /**
     * Each of them once, in its newest state. Without a chat id only those whose newest state ends
     * with the answer that is shown: what is stored may be superseded by what waits.
     */
    private static List<Mapping> newest(
            ChatKey key, Turns shown, List<Mapping> some, List<Mapping> others) {
        var newest = new LinkedHashMap<String, Mapping>();
        for (List<Mapping> mappings : List.of(some, others)) {
            mappings.forEach(mapping ->
                    newest.merge(
                            mapping.id(),
                            mapping,
                            (one, other) ->
                                    other.usedAtMillis() >= one.usedAtMillis() ? other : one));
        }
        String whole = shown.answer().whole();
        return newest.values().stream()
                .filter(mapping -> key.namesChat() || mapping.past().answer().whole().equals(whole))
                .toList();
    }

    private Known recalled(ChatKey key, Turns shown) {
        return new Known(newest(key, shown, recent.find(key), waiting(key)), "", false);
    }

    /**
     * Remembers the mapping in the place of an older state of it. It is durable when this returns
     * or, where the client does not name the chat, soon after: a lost one costs a new conversation
     * with the same history.
     *
     * @throws IOException when neither the database nor the disk takes it; then it is in memory,
     *     and written when there is room
     */
    public void remember(Mapping mapping) throws IOException {
        recent.add(mapping);
        if (!mapping.key().namesChat() && behind.offer(mapping)) {
            return;
        }
        try {
            write(mapping);
            full = false;
        } catch (IOException refused) {
            full = true;
            var _ = behind.offer(mapping);
            throw refused;
        }
    }

    private void write(Mapping mapping) throws IOException {
        // None overtakes one that waits, which would then be found in its place.
        boolean lost = away;
        boolean follows = !lost && journal.addBehind(mapping);
        if (lost || (!follows && !written(List.of(mapping)))) {
            journal.add(mapping);
        }
    }

    /** Whether a new conversation would be durable at the end of its answer, as far as is known. */
    public boolean canSave() {
        return !full && (disk.isSound() || (!disk.holdsTruth() && !away));
    }

    /** Remembers many at once, without the journal: for who can begin anew when that fails. */
    public void rememberAll(List<Mapping> mappings) {
        var _ = unhurried.write(handle -> MappingRows.putAll(handle, mappings));
    }

    /** The imported conversation of a chat of that name has an owner now. */
    public void claimed(String chat) {
        if (away) {
            // The answer has waited for the database already.
            return;
        }
        try {
            Unclaimed.forget(truth, chat);
        } catch (StoreException _) {
            // It stays, and only its owner could claim it once more.
        }
    }

    /** To the database or the journal. */
    private void writeBehind(List<Mapping> batch) {
        try {
            if (away || !written(batch)) {
                journal.addAll(batch);
            }
            full = false;
        } catch (IOException refused) {
            full = true;
            throw new UncheckedIOException(refused);
        }
    }

    /** Brings to the database what is still on the way, as far as there is room for it. */
    public void flush() {
        try {
            behind.flush();
        } catch (UncheckedIOException _) {
            // It is reported where that is done, and tried again.
        }
    }

    private boolean written(List<Mapping> mappings) {
        try {
            bring(mappings);
            return true;
        } catch (StoreException failed) {
            lost(failed);
            return false;
        }
    }

    /** How many mappings wait for the database. */
    public int waiting() {
        return journal.size();
    }

    public Health health() {
        return new Health(away, journal.size(), behind.unsaved());
    }

    /**
     * How well it is known which conversation continues which chat.
     *
     * @param away whether the database was, when it was last needed
     * @param waiting mappings that are not in the database yet
     * @param unsaved mappings that are in memory only, since nothing else takes them
     */
    public record Health(boolean away, int waiting, int unsaved) {
        public boolean isGood() {
            return !away && waiting == 0 && unsaved == 0;
        }

        /** For people. */
        public String text() {
            if (isGood()) {
                return "conversations: kept in the database";
            }
            String text =
                    "conversations: %d wait in the journal of the state folder until the database can be written"
                            .formatted(waiting);
            return unsaved == 0
                    ? text
                    : text
                            + "; %d are only in memory until the disk has room, and lost if the gateway ends"
                                    .formatted(unsaved);
        }
    }

    private void lost(StoreException failed) {
        if (!away) {
            LOG.atWarn()
                    .addKeyValue("cause", failed.kind())
                    .log("conversations are kept in a journal until the database is back");
        }
        unreadable = unreadable || !isOnlyForWriting(failed);
        away = true;
    }

    private static boolean isOnlyForWriting(StoreException failed) {
        return failed.kind() == StoreException.Kind.FULL
                || failed.kind() == StoreException.Kind.READ_ONLY;
    }

    private void back() {
        unreadable = false;
        if (away) {
            away = false;
            LOG.info("conversations are kept in the database again");
        }
    }

    private void replay() throws InterruptedException {
        while (!closing.await(NEXT_TRY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (away || !journal.isEmpty()) {
                catchUp();
            } else if (full && disk.isSound()) {
                full = false;
            }
        }
    }

    /**
     * Brings the journal to the database, as far as that goes. Chats that do not wait use the
     * database meanwhile: else there would be no end while many are added.
     */
    private void catchUp() {
        if (disk.holdsTruth() && !disk.isSound()) {
            // A transaction without changes succeeds on a full disk, and proves nothing.
            return;
        }
        try {
            var _ = truth.read(handle -> MappingRows.find(handle, NOBODY));
            do {
                List<Mapping> batch = journal.oldest(BATCH);
                bring(batch);
                journal.done(batch.size());
                back();
            } while (journal.size() > BATCH && closing.getCount() > 0);
            // Others wait for this, so not before it is sure that the database writes.
            if (!journal.isEmpty() && closing.getCount() > 0) {
                journal.finish(this::bring);
            }
            stuck = false;
        } catch (IOException failed) {
            if (!stuck) {
                LOG.atError()
                        .addKeyValue("cause", failed.getClass().getName())
                        .log("the journal of conversations cannot be emptied");
            }
            stuck = true;
        } catch (Throwable _) {
            // Whatever it is, what waits goes on waiting, and it is tried again.
        }
    }

    /** Of each only the last state, however often it went on meanwhile. */
    private void bring(List<Mapping> batch) {
        var last = new LinkedHashMap<String, Mapping>();
        batch.forEach(mapping -> last.put(mapping.id(), mapping));
        var _ = truth.write(handle -> MappingRows.put(handle, last.values()));
    }

    /** What still waits stays in the journal for the next start. */
    @Override
    public void close() {
        closing.countDown();
        threads.stream()
                .filter(thread -> thread.name().equals(REPLAYING))
                .forEach(thread -> thread.join(CLOSING));
        behind.close();
        journal.close();
    }
}
