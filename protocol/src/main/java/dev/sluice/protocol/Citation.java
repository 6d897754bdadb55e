package dev.sluice.protocol;

import java.util.Objects;

/**
 * A passage that an answer rests on.
 *
 * @param source the document it is from
 * @param collection what the document belongs to, empty when nothing says
 * @param url where the document can be read, empty when nowhere
 * @param score how well the passage fits the question, zero when nothing says
 */
public record Citation(String source, String collection, String url, String text, double score) {
    public Citation {
        Objects.requireNonNull(source);
        Objects.requireNonNull(collection);
        Objects.requireNonNull(url);
        Objects.requireNonNull(text);
    }
}
