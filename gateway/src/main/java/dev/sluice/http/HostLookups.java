package dev.sluice.http;

import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks up the hosts of URLs that users gave. A look-up cannot be given up and may take half a
 * minute, so it has a platform thread of its own kind: a few of them, of which nobody gets more
 * than half. Thread-safe.
 */
public final class HostLookups {
    private static final int MOST_THREADS = 8;
    private static final int MOST_THREADS_OF_ONE = 4;
    private static final int MOST_WAITING = 256;
    private static final int MOST_WAITING_OF_ONE = 64;
    private static final int RETRY_SECONDS = 1;

    private final Resolver resolver;
    private final Deque<Lookup> waiting = new ArrayDeque<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int threads;

    /** The operating system's, or what a test has in its place. */
    public interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private record Lookup(String owner, String url, Pending<Optional<String>> objection) {}

    public HostLookups(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Why a URL is not taken; empty when it is.
     *
     * @param owner who asks: the look-ups of one do not hold up those of another
     */
    public Pending<Optional<String>> objection(String owner, String url) {
        var lookup = new Lookup(owner, url, new Pending<>());
        if (PublicUrls.needsNoLookup(url)) {
            lookup.objection.complete(PublicUrls.objection(url, resolver));
        } else if (!add(lookup)) {
            lookup.objection.fail(tooMany());
        }
        return lookup.objection;
    }

    /** Nobody waits for it any more. */
    public synchronized void forget(Pending<Optional<String>> objection) {
        waiting.removeIf(lookup -> lookup.objection.equals(objection));
    }

    private synchronized boolean add(Lookup lookup) {
        long ofOne = waiting.stream().filter(one -> one.owner.equals(lookup.owner)).count();
        if (waiting.size() >= MOST_WAITING || ofOne >= MOST_WAITING_OF_ONE) {
            return false;
        }
        waiting.add(lookup);
        if (threads < MOST_THREADS) {
            next().ifPresent(first -> {
                threads++;
                Thread.ofPlatform().daemon().name("look-up").start(() -> work(first));
            });
        }
        return true;
    }

    private void work(Lookup first) {
        Optional<Lookup> next = Optional.of(first);
        while (next.isPresent()) {
            Lookup lookup = next.get();
            try {
                lookup.objection.complete(PublicUrls.objection(lookup.url, resolver));
            } catch (RuntimeException | Error failed) {
                // The thread must not end with its place in the count.
                lookup.objection.complete(Optional.of("has a host that cannot be looked up"));
            }
            next = after(lookup);
        }
    }

    private synchronized Optional<Lookup> after(Lookup done) {
        running.computeIfPresent(done.owner, (_, count) -> count > 1 ? count - 1 : null);
        Optional<Lookup> next = next();
        threads -= next.isPresent() ? 0 : 1;
        return next;
    }

    /** The oldest whose owner has a thread left. */
    private Optional<Lookup> next() {
        Optional<Lookup> next =
                waiting.stream()
                        .filter(one -> running.getOrDefault(one.owner, 0) < MOST_THREADS_OF_ONE)
                        .findFirst();
        next.ifPresent(lookup -> {
            waiting.remove(lookup);
            running.merge(lookup.owner, 1, Integer::sum);
        });
        return next;
    }

    private static ChatFailure tooMany() {
        return ChatFailure.of(
                        FailureCode.GATE_OVERLOADED,
                        ChatFailure.SLUICE,
                        "Too many hosts of files are being looked up.",
                        "Try again in a moment; if it happens often, check the name servers of the"
                                + " gateway's machine.")
                .retryAfter(RETRY_SECONDS);
    }
}
