package dev.sluice.conversation;

import dev.sluice.store.Database;
import dev.sluice.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private final Thread replaying;
    private volatile boolean away;

    private Conversations(Database truth, Journal journal) {
        this.truth = truth.within(PATIENCE);
        this.unhurried = truth;
        this.journal = journal;
        this.replaying = Thread.ofPlatform().daemon().name("conversations").unstarted(this::replay);
    }

    /**
     * Opens what is remembered, and first brings to the database what an earlier process could not.
     *
     * @param folder where the journal is
     */
    public static Conversations open(Database truth, Path folder) {
        var conversations = new Conversations(truth, Journal.open(folder));
        if (!conversations.journal.isEmpty()) {
            conversations.away = true;
            conversations.catchUp();
        }
        conversations.replaying.start();
        conversations.behind.start();
        return conversations;
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
        if (away) {
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
     * @throws IOException when neither the database nor the disk takes it
     */
    public void remember(Mapping mapping) throws IOException {
        if (!mapping.key().namesChat() && behind.offer(mapping)) {
            recent.add(mapping);
            return;
        }
        // None overtakes one that waits, which would then be found in its place.
        boolean lost = away;
        boolean follows = !lost && journal.addBehind(mapping);
        if (lost || (!follows && !written(List.of(mapping)))) {
            journal.add(mapping);
        }
        recent.add(mapping);
    }

    /** Remembers many at once, without the journal: for who can begin anew when that fails. */
    public void rememberAll(List<Mapping> mappings) {
        var _ = unhurried.write(handle -> MappingRows.putAll(handle, mappings));
    }

    /** What a chat of that name had in an older system has an owner now. */
    public void claimed(String chat) {
        if (away) {
            // The answer has waited for the database already.
            return;
        }
        try {
            new Unclaimed(truth).forget(chat);
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
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Brings to the database what is still on the way. */
    public void flush() {
        behind.flush();
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
        return new Health(away, journal.size());
    }

    /**
     * How well it is known which conversation continues which chat.
     *
     * @param away whether the database was, when it was last needed
     * @param waiting mappings that are not in the database yet
     */
    public record Health(boolean away, int waiting) {
        public boolean isGood() {
            return !away && waiting == 0;
        }

        /** For people. */
        public String text() {
            return isGood()
                    ? "conversations: kept in the database"
                    : "conversations: %d wait in the journal of the state folder until the database can be written"
                            .formatted(waiting);
        }
    }

    private void lost(StoreException failed) {
        if (!away) {
            LOG.atWarn()
                    .addKeyValue("cause", failed.kind())
                    .log("conversations are kept in a journal until the database is back");
        }
        away = true;
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("conversations are kept in the database again");
        }
    }

    private void replay() {
        try {
            while (!closing.await(NEXT_TRY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!health().isGood()) {
                    catchUp();
                }
            }
        } catch (InterruptedException _) {
            // Nobody but a dying process interrupts this thread.
        }
    }

    /**
     * Brings the journal to the database, as far as that goes. Chats that do not wait use the
     * database meanwhile: else there would be no end while many are added.
     */
    private void catchUp() {
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
        } catch (IOException failed) {
            LOG.atError()
                    .addKeyValue("cause", failed.getClass().getName())
                    .log("the journal of conversations cannot be emptied");
        } catch (RuntimeException _) {
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
        try {
            replaying.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        behind.close();
        journal.close();
    }
}
