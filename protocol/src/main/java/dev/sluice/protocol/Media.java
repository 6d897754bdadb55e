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
     */
    record Data(String type, String base64) implements Media {
        public Data {
            Objects.requireNonNull(type);
            Objects.requireNonNull(base64);
        }

        @Override
        public int characters() {
            return type.length() + base64.length();
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
