package dev.sluice.cli.bench;

import dev.sluice.app.Schema;
import dev.sluice.conversation.AnswerDigest;
import dev.sluice.conversation.ChatKey;
import dev.sluice.conversation.Conversations;
import dev.sluice.conversation.Mapping;
import dev.sluice.conversation.Past;
import dev.sluice.conversation.Turns;
import dev.sluice.store.Store;
import dev.sluice.store.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/** A store with as many mappings as wanted, each known by its number and always the same. */
final class StoredMappings implements AutoCloseable {
    private static final int BATCH = 1_000;
    private static final int DIGEST_BYTES = 24;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLIS_BETWEEN = 1_000;
    private static final Turns NOTHING_SHOWN = Turns.of(List.of());

    private final int count;
    private final Store store;
    private final Conversations conversations;
    private long nowMillis = FIRST.toEpochMilli();

    private StoredMappings(int count, Path folder) {
        this.count = count;
        this.store =
                Store.open(folder, StoreConfig.DEFAULT, Schema.truth(), List.of(), () -> FIRST);
        this.conversations = Conversations.open(store.truth(), folder, Conversations.Disk.SOUND);
    }

    /** An empty store for so many, as the gateway itself would make it. */
    static StoredMappings open(Path scratch, int count) throws IOException {
        return new StoredMappings(count, Files.createDirectory(scratch.resolve("of-" + count)));
    }

    int count() {
        return count;
    }

    /**
     * Fills it.
     *
     * @param told how many there are: zero before the first, and then from time to time
     */
    void fill(IntConsumer told) {
        var batch = new ArrayList<Mapping>(BATCH);
        long[] order = order();
        told.accept(0);
        for (int at = 0; at < count; at++) {
            batch.add(mapping((int) order[at]));
            if (batch.size() == BATCH || at == count - 1) {
                conversations.rememberAll(batch);
                batch.clear();
                told.accept(at + 1);
            }
        }
    }

    /**
     * Their numbers in the lower halves, by the beginnings of their ids: an index that grows at its
     * end alone is filled many times faster.
     */
    private long[] order() {
        long[] order = new long[count];
        Arrays.setAll(
                order, number -> beginning(key(chance(number)).id()) << Integer.SIZE | number);
        Arrays.sort(order);
        return order;
    }

    private static long beginning(String id) {
        return ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)).getInt();
    }

    /** As a request finds the conversation that it goes on with. */
    Mapping find(ChatKey key) {
        return conversations
                .find(key, NOTHING_SHOWN)
                .newest()
                .orElseThrow(() ->
                        new BenchFailedException(
                                "lookup: a mapping that was written is not found; nothing of this scenario counts"));
    }

    /** As an answer leaves it, durable when this returns. */
    void update(Mapping mapping) throws IOException {
        conversations.remember(used(mapping));
    }

    private Mapping used(Mapping mapping) {
        nowMillis += MILLIS_BETWEEN;
        return new Mapping(
                mapping.id(),
                mapping.key(),
                mapping.source(),
                mapping.conversation(),
                mapping.upstreamUser(),
                mapping.past(),
                mapping.createdAtMillis(),
                nowMillis);
    }

    /** Of the whole file, its log not counted. */
    long bytes() {
        return store.truth()
                .read(handle ->
                        handle.createQuery(
                                        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
                                .mapTo(Long.class)
                                .one());
    }

    private Mapping mapping(int number) {
        RandomGenerator chance = chance(number);
        ChatKey key = key(chance);
        nowMillis += MILLIS_BETWEEN;
        String conversation = uuid(chance);
        return new Mapping(
                Mapping.idOf(key, conversation),
                key,
                "x-openwebui-chat-id",
                conversation,
                key.client() + ":" + key.user(),
                past(chance),
                nowMillis,
                nowMillis);
    }

    /** After four turns. */
    private static Past past(RandomGenerator chance) {
        var answer = new AnswerDigest(digest(chance), digest(chance));
        String recent = digest(chance) + " " + digest(chance) + " " + digest(chance);
        return new Past(4, digest(chance), digest(chance), answer, recent, "", digest(chance), "");
    }

    /** Of the chat with this number. */
    static ChatKey key(int number) {
        return key(chance(number));
    }

    private static ChatKey key(RandomGenerator chance) {
        return new ChatKey(
                ChatKey.DEFAULT_TENANT,
                "open-webui",
                "support",
                uuid(chance),
                uuid(chance),
                "support");
    }

    private static RandomGenerator chance(int number) {
        return new SplittableRandom(number);
    }

    private static String uuid(RandomGenerator chance) {
        return new UUID(chance.nextLong(), chance.nextLong()).toString();
    }

    private static String digest(RandomGenerator chance) {
        byte[] bytes = new byte[DIGEST_BYTES];
        chance.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        conversations.close();
        store.close();
    }
}
