package dev.sluice.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is peculiar to the program that uses a key.
 *
 * @param frontEnd the program, where the gateway does something special for it
 * @param streamErrors how a stream ends that breaks off
 */
public record ClientTraits(FrontEnd frontEnd, StreamErrors streamErrors) {
    public static final ClientTraits NONE = new ClientTraits(FrontEnd.NONE, StreamErrors.DETECT);

    /** For Open WebUI, which forgets what it has shown of an answer when the connection breaks. */
    public static final ClientTraits OPEN_WEBUI =
            new ClientTraits(FrontEnd.OPEN_WEBUI, StreamErrors.EVENT);

    /** Programs that are served in a way of their own. */
    public enum FrontEnd {
        /** No such program, or one that is only known by its requests. */
        NONE,
        OPEN_WEBUI;

        /** As it is spelt: {@code open-webui}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Empty for a name that is none. */
        public static Optional<FrontEnd> named(String id) {
            return Arrays.stream(values()).filter(known -> known.id().equals(id)).findFirst();
        }
    }

    /** How a stream ends that breaks off. */
    public enum StreamErrors {
        /** As the program needs it that sent the request, if that can be seen. */
        DETECT,
        /** With an event that tells the failure, and no more. */
        EVENT,
        /** The connection is cut after that event. */
        CUT;

        /** As it is spelt: {@code event}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty for a name that is none. */
        public static Optional<StreamErrors> named(String id) {
            return Arrays.stream(values()).filter(known -> known.id().equals(id)).findFirst();
        }
    }

    public ClientTraits {
        Objects.requireNonNull(frontEnd);
        Objects.requireNonNull(streamErrors);
    }

    /** The same for a program that reads the ends of streams otherwise. */
    public ClientTraits with(StreamErrors other) {
        return new ClientTraits(frontEnd, other);
    }

    /** The same, for a request that such a program has marked as its own. */
    public ClientTraits seenFrom(FrontEnd seen) {
        return seen == FrontEnd.NONE || frontEnd != FrontEnd.NONE
                ? this
                : new ClientTraits(seen, streamErrors);
    }

    public boolean isOpenWebUi() {
        return frontEnd == FrontEnd.OPEN_WEBUI;
    }

    /** Whether a stream that breaks off ends with an event, and without a cut. */
    public boolean endsByEvent() {
        return switch (streamErrors) {
            case EVENT -> true;
            case CUT -> false;
            case DETECT -> isOpenWebUi();
        };
    }
}
