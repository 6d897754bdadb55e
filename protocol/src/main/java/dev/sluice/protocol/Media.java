package dev.sluice.protocol;

import java.util.Objects;

/** Where the content of a picture, a sound or a file is. */
public sealed interface Media {

    /** How many characters it keeps in memory. */
    int characters();

    /**
     * In the request itself.
     *
     * @param type such as {@code image/png}, or as much of it as the wire gives; may be empty
     * @param text ends with the content in base64, as a data URL does; a copy could be large
     * @param start where the content begins in it
     */
    record Data(String type, String text, int start) implements Media {
        public Data {
            Objects.requireNonNull(type);
            Objects.checkFromIndexSize(start, 0, text.length());
        }

        /** Without anything before the content. */
        public Data(String type, String base64) {
            this(type, base64, 0);
        }

        /** A copy of the content. */
        public String base64() {
            return text.substring(start);
        }

        @Override
        public int characters() {
            return type.length() + text.length();
        }

        /** Without the content. */
        @Override
        public String toString() {
            return "Data[" + type + "]";
        }
    }

    /** On the network. */
    record Link(String url) implements Media {
        public Link {
            Objects.requireNonNull(url);
        }

        @Override
        public int characters() {
            return url.length();
        }

        /** Without the URL, which may be a capability. */
        @Override
        public String toString() {
            return "Link";
        }
    }

    /** With the vendor, uploaded before. */
    record Id(String id) implements Media {
        public Id {
            Objects.requireNonNull(id);
        }

        @Override
        public int characters() {
            return id.length();
        }
    }
}
