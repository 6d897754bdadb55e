package dev.sluice.protocol.dify;

import dev.sluice.protocol.Facts;
import java.util.List;
import java.util.Objects;

/**
 * What a Dify app tells of itself.
 *
 * @param kind its mode, as Dify calls it
 * @param promptInput the form's field that takes the prompt, empty where Dify has a place of its
 *     own for it
 * @param version of Dify, empty when it is not known
 * @param takesImages whether a message may hold images
 */
public record DifyFacts(
        String name,
        String kind,
        String promptInput,
        String version,
        String description,
        List<String> tags,
        boolean takesImages)
        implements Facts {
    public DifyFacts {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(promptInput);
        Objects.requireNonNull(version);
        Objects.requireNonNull(description);
        tags = List.copyOf(tags);
    }

    public DifyFacts(String name, String kind, String promptInput) {
        this(name, kind, promptInput, "", "", List.of(), false);
    }

    static DifyFacts of(Facts facts) {
        return (DifyFacts) facts;
    }
}
