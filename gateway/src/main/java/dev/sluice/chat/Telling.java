package dev.sluice.chat;

import dev.sluice.protocol.ChatRequest;
import dev.sluice.protocol.NewestTurn;
import java.util.Locale;
import java.util.Objects;

/**
 * How a chat is told to its upstream.
 *
 * @param request names the conversation to go on with, or none
 * @param user as whom the upstream knows the speaker
 */
record Telling(ChatRequest request, String user, Way way) {
    /** How it relates to what was said before. */
    enum Way {
        /** Nothing was. */
        NEW,
        /** The upstream has heard it. */
        CONTINUED,
        /** The upstream has heard something else, or does not remember it. */
        RESEEDED;

        /** As headers and records tell it. */
        String told() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Telling {
        Objects.requireNonNull(request);
        Objects.requireNonNull(user);
        Objects.requireNonNull(way);
    }

    /** The conversation to go on with, empty for a new one. */
    String conversation() {
        return request.conversation();
    }

    /** The same in an imported conversation, as the user that it had there. */
    Telling claiming(String conversation, String owner) {
        return new Telling(NewestTurn.alone(request).in(conversation), owner, Way.CONTINUED);
    }

    Telling as(Way other) {
        return new Telling(request, user, other);
    }
}
