package dev.sluice.config;

import java.util.Objects;

/**
 * One thing that must be mended before the gateway can start.
 *
 * @param line counted from one, zero for the file or the command line as a whole
 * @param message what is wrong and what to write instead, never a secret
 */
public record Problem(String file, int line, int column, String message) {
    public Problem {
        Objects.requireNonNull(file);
        Objects.requireNonNull(message);
    }

    /** As it is printed: {@code sluice.yaml:7:5: what is wrong}. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + message;
    }
}
