package dev.sluice.protocol;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The body of a request as its client wrote it, as far as something here reads it. That is what the
 * kinds of upstreams read themselves ({@link VendorMembers}); of the rest nothing is kept, since no
 * upstream has the wire of a client, and the bytes would double what a large request takes of the
 * memory.
 *
 * @param wire that the body is written in, as its {@link ClientDialect} calls it
 * @param members at every depth, with their numbers as they were written
 * @param uses of features, in the order in which they are looked at
 */
public record OriginalBody(String wire, JsonNode members, List<FeatureUse> uses) {
    public static final OriginalBody NONE =
            new OriginalBody("", JsonNodeFactory.instance.objectNode(), List.of());

    public OriginalBody {
        Objects.requireNonNull(wire);
        Objects.requireNonNull(members);
        uses = List.copyOf(uses);
    }

    /** Without anybody's words. */
    @Override
    public String toString() {
        return "OriginalBody" + uses;
    }
}
