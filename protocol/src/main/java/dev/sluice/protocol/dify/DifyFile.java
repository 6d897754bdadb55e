package dev.sluice.protocol.dify;

import java.util.Objects;

/**
 * A file that a request gives to the app, by reference.
 *
 * <p>{@code kind} is what the app takes it for: image, document, audio, video or custom.
 */
sealed interface DifyFile {
    String kind();

    /** Somewhere on the network, for the upstream to fetch. */
    record Remote(String kind, String url) implements DifyFile {
        public Remote {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(url);
        }
    }

    /** Uploaded to the upstream before. */
    record Uploaded(String kind, String id) implements DifyFile {
        public Uploaded {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(id);
        }
    }
}
