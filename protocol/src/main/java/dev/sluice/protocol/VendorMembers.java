package dev.sluice.protocol;

import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What one kind of upstream reads itself of the bodies of requests, in whichever wire.
 *
 * @param names of the body's members; these are kept in its {@link OriginalBody}
 * @param reader throws a {@link ChatFailedException} where they are not valid
 */
public record VendorMembers(Set<String> names, Function<OriginalBody, VendorOptions> reader) {
    /** Nothing. */
    public static final VendorMembers NONE = new VendorMembers(Set.of(), _ -> VendorOptions.NONE);

    public VendorMembers {
        names = Set.copyOf(names);
        Objects.requireNonNull(reader);
    }

    /**
     * What they say.
     *
     * @throws ChatFailedException when they are not valid
     */
    public VendorOptions read(OriginalBody body) {
        return reader.apply(body);
    }
}
