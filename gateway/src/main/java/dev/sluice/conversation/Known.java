package dev.sluice.conversation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a chat.
 *
 * @param mappings its conversations
 * @param unclaimed the imported conversation of a chat of that name, empty for none
 * @param whole whether the database was asked; without it there may be others
 */
public record Known(List<Mapping> mappings, String unclaimed, boolean whole) {
    /** For requests that belong to no chat. */
    public static final Known NOTHING = new Known(List.of(), "", true);

    public Known {
        mappings = List.copyOf(mappings);
        Objects.requireNonNull(unclaimed);
    }

    /** The one that was used last. */
    public Optional<Mapping> newest() {
        return MappingChoice.newest(mappings);
    }
}
