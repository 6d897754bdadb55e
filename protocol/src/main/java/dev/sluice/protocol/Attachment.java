package dev.sluice.protocol;

import java.util.Objects;

/**
 * A file that a request gives to the app, by reference.
 *
 * <p>{@code kind} is what the app takes it for: image, document, audio, video or custom.
 */
public sealed interface Attachment {
    String kind();

    /** Somewhere on the network, for the upstream to fetch. */
    record Remote(String kind, String url) implements Attachment {
        public Remote {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(url);
        }
    }

    /** Uploaded to the upstream before. */
    record Uploaded(String kind, String id) implements Attachment {
        public Uploaded {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(id);
        }
    }
}
