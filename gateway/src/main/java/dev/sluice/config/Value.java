package dev.sluice.config;

import java.util.Objects;

/**
 * A single value, ready to be read.
 *
 * @param label the name its author knows it by
 * @param written as it stands in the file, before an environment variable replaced it
 */
record Value(String label, Place place, String written, String text) {
    /** Switches a setting off, since an empty one counts as left out. */
    static final String OFF = "off";

    Value {
        Objects.requireNonNull(label);
        Objects.requireNonNull(place);
        Objects.requireNonNull(written);
        Objects.requireNonNull(text);
    }

    boolean isLeftOut() {
        return written.isEmpty();
    }

    /** This value with another text, for one that is empty. */
    Value or(String fallback) {
        return new Value(label, place, written.isEmpty() ? fallback : written, fallback);
    }

    /** The text, empty when it switches the setting off. */
    String unlessOff() {
        return text.equals(OFF) ? "" : text;
    }

    /** For messages: what the file says, never what the environment holds. */
    String shown() {
        return Masked.quoted(written);
    }

    /** Without the text, which may be a key. */
    @Override
    public String toString() {
        return label;
    }
}
