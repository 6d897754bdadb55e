package dev.sluice.config;

import java.util.Objects;

/**
 * One thing that must be mended before the gateway can start.
 *
 * @param line counted from one, zero for a source that has no lines, such as the command line
 * @param code such as {@code CFG-MISSING}, or empty
 * @param message what is wrong and what to write instead, never a secret
 * @param detail further lines, each with its line break before it
 */
public record Problem(
        String file, int line, int column, String code, String message, String detail) {
    public Problem {
        Objects.requireNonNull(file);
        Objects.requireNonNull(code);
        Objects.requireNonNull(message);
        Objects.requireNonNull(detail);
    }

    /** As it is printed: {@code sluice.yaml:7:5: what is wrong [CODE]}. */
    @Override
    public String toString() {
        return place() + ": " + message + suffix();
    }

    /** As an item of a list: {@code - what is wrong (place)}. */
    String asItem() {
        return "- " + message + " (" + place() + ")" + suffix();
    }

    private String place() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }

    private String suffix() {
        return (code.isEmpty() ? "" : " [" + code + "]") + detail;
    }
}
