package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.http.HostLookups;
import dev.sluice.http.Pending;
import dev.sluice.protocol.Attachment;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import dev.sluice.records.RecordedExchange;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets only those files through that an upstream may fetch on a user's word. */
final class Attachments {
    /** Dify's own default is 10 for one message. */
    private static final int MOST_FILES = 20;

    /** For all files of a request together. */
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(5);

    private final HostLookups lookups;

    Attachments(HostLookups lookups) {
        this.lookups = lookups;
    }

    /**
     * Blocks the plot while names are looked up, one after the other.
     *
     * @throws ChatFailedException when there are too many, or a URL is not public
     */
    void requirePublic(RecordedExchange recorded, List<Attachment> files) {
        Exchange exchange = recorded.exchange();
        if (files.size() > MOST_FILES) {
            throw new ChatFailedException(tooMany(files.size()));
        }
        long end = exchange.milliseconds() + LOOK_UP_LIMIT.toMillis();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i) instanceof Attachment.Remote(_, String url)
                    && known.add(origin(url))) {
                long left = Math.max(0, end - exchange.milliseconds());
                requirePublic(recorded, url, "dify.files[" + i + "].url", Duration.ofMillis(left));
            }
        }
    }

    private void requirePublic(RecordedExchange recorded, String url, String param, Duration left) {
        Pending<Optional<String>> objection = lookups.objection(owner(recorded), url);
        try {
            recorded.exchange()
                    .await(
                            objection,
                            left,
                            () -> refused(param, "has a host that was not found in time"))
                    .ifPresent(why -> {
                        throw new ChatFailedException(refused(param, why));
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

    private static ChatFailure tooMany(int files) {
        return ChatFailure.of(
                        FailureCode.REQUEST_FIELD,
                        ChatFailure.CLIENT,
                        "dify.files has %d files, and a request may have %d."
                                .formatted(files, MOST_FILES),
                        "Send fewer files, or several requests.")
                .at("dify.files");
    }

    private static ChatFailure refused(String param, String why) {
        return ChatFailure.of(
                        FailureCode.REQUEST_FILE_URL,
                        ChatFailure.CLIENT,
                        param + " " + why + ".",
                        "Put the file where everybody can read it, or upload it to Dify and give its"
                                + " upload_file_id.")
                .at(param);
    }
}
