package dev.sluice.chat;

import dev.sluice.http.Exchange;
import dev.sluice.http.Pending;
import dev.sluice.http.PublicUrls;
import dev.sluice.protocol.Attachment;
import dev.sluice.protocol.ChatFailedException;
import dev.sluice.protocol.ChatFailure;
import dev.sluice.protocol.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets only those files through that an upstream may fetch on a user's word. */
final class Attachments {
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(5);

    private Attachments() {}

    /**
     * Blocks the plot while names are looked up.
     *
     * @throws ChatFailedException when a URL is not public
     */
    static void requirePublic(Exchange exchange, List<Attachment> files) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i) instanceof Attachment.Remote remote) {
                requirePublic(exchange, remote.url(), "dify.files[" + i + "].url");
            }
        }
    }

    private static void requirePublic(Exchange exchange, String url, String param) {
        var objection = new Pending<Optional<String>>();
        // Looking a name up cannot be given up; waiting for it can.
        Thread.ofVirtual()
                .name("look-up")
                .start(() -> objection.complete(PublicUrls.objection(url)));
        exchange.await(
                        objection,
                        LOOK_UP_LIMIT,
                        () -> refused(param, "has a host that is not found"))
                .ifPresent(why -> {
                    throw new ChatFailedException(refused(param, why));
                });
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
