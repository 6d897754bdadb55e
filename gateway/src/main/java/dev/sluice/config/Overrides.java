package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Flags of the command line that win over everything else, as they were typed. */
public record Overrides(List<Flag> flags) {
    public static final Overrides NONE = new Overrides(List.of());

    /**
     * One flag.
     *
     * @param name such as {@code --port}
     * @param path of the setting it sets, such as {@code server.port}
     */
    public record Flag(String name, String path, String text) {
        public Flag {
            Objects.requireNonNull(name);
            Objects.requireNonNull(path);
            Objects.requireNonNull(text);
        }
    }

    public Overrides {
        flags = List.copyOf(flags);
    }

    /** These and one more; an empty text is a flag that was not given. */
    public Overrides with(String name, String path, String text) {
        if (text.isEmpty()) {
            return this;
        }
        var more = new ArrayList<>(flags);
        more.add(new Flag(name, path, text));
        return new Overrides(more);
    }
}
