package dev.sluice.testkit;

import java.util.Set;

/**
 * What apps seldom report beside an answer, as JSON.
 *
 * @param price the total price of a run, a decimal number as a string
 * @param citations {@code retriever_resources}, an array
 * @param annotation {@code annotation_reply}, an object or null
 * @param files what the run made: an array of file objects
 * @param uploads which files a request may name
 */
public record Extras(
        String price, String citations, String annotation, String files, Uploads uploads) {
    static final Extras NONE = new Extras("0", "[]", "null", "[]", Uploads.OFF);

    /** How many files of which types a request may name. */
    public record Uploads(boolean enabled, int limit, Set<String> types) {
        static final Uploads OFF = new Uploads(false, 3, Set.of("image"));

        public Uploads {
            types = Set.copyOf(types);
        }
    }

    Extras priced(String newPrice) {
        return new Extras(newPrice, citations, annotation, files, uploads);
    }

    Extras citing(String newCitations) {
        return new Extras(price, newCitations, annotation, files, uploads);
    }

    Extras annotated(String newAnnotation) {
        return new Extras(price, citations, newAnnotation, files, uploads);
    }

    Extras making(String newFiles) {
        return new Extras(price, citations, annotation, newFiles, uploads);
    }

    Extras taking(Uploads newUploads) {
        return new Extras(price, citations, annotation, files, newUploads);
    }
}
