package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.http.HostLookups;
import dev.sluice.http.Pending;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.protocol.FetchedUrl;
import dev.sluice.records.RecordedExchange;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets only those files through that an upstream may fetch on a user's word. */
final class Attachments {
    /** For all files of a request together. */
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(5);

    private final HostLookups lookups;

    Attachments(HostLookups lookups) {
        this.lookups = lookups;
    }

    /**
     * Blocks the plot while names are looked up, one after the other.
     *
     * @throws ChatFailedException when a URL is not public
     */
    void requirePublic(RecordedExchange recorded, List<FetchedUrl> urls) {
        Exchange exchange = recorded.exchange();
        long end = exchange.milliseconds() + LOOK_UP_LIMIT.toMillis();
        Set<String> known = new HashSet<>();
        for (FetchedUrl fetched : urls) {
            if (known.add(origin(fetched.url()))) {
                long left = Math.max(0, end - exchange.milliseconds());
                requirePublic(recorded, fetched, Duration.ofMillis(left));
            }
        }
    }

    private void requirePublic(RecordedExchange recorded, FetchedUrl fetched, Duration left) {
        Pending<Optional<String>> objection = lookups.objection(owner(recorded), fetched.url());
        try {
            recorded.exchange()
                    .await(
                            objection,
                            left,
                            () -> refused(fetched, "has a host that was not found in time"))
                    .ifPresent(why -> {
                        throw new ChatFailedException(refused(fetched, why));
                    });
        } finally {
            lookups.forget(objection);
        }
    }

    /** Many share an address, and many may share a key. */
    private static String owner(RecordedExchange recorded) {
        return recorded.notes().caller() + " " + recorded.exchange().address();
    }

    /** What of a URL decides whether it is public. */
    private static String origin(String url) {
        try {
            URI parsed = URI.create(url);
            return parsed.getScheme() + "://" + parsed.getRawAuthority();
        } catch (IllegalArgumentException _) {
            // It will be refused, and only for itself.
            return url;
        }
    }

    private static ChatFailure refused(FetchedUrl fetched, String why) {
        return ChatFailure.of(
                        FailureCode.REQUEST_FILE_URL,
                        ChatFailure.CLIENT,
                        fetched.member() + " " + why + ".",
                        "Put the file where everybody can read it, or "
                                + fetched.alternative()
                                + ".")
                .at(fetched.member());
    }
}
