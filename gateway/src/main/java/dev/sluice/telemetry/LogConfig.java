package dev.sluice.telemetry;

import java.util.Objects;

/** How much the log says, and how. */
public record LogConfig(Level level, Format format) {
    public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.AUTO);

    /** The least important lines that are written; libraries are heard from {@code WARN} on. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** How a line looks. */
    public enum Format {
        /** Text at a terminal, JSON elsewhere. */
        AUTO,
        /** One JSON object a line, for machines. */
        JSON,
        /** For people at a terminal. */
        TEXT
    }

    public LogConfig {
        Objects.requireNonNull(level);
        Objects.requireNonNull(format);
    }
}
