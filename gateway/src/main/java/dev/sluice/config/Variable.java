package dev.sluice.config;

import dev.sluice.config.Node.Text;
import java.util.Objects;

/**
 * A variable of the environment, or one line of an {@code .env} file.
 *
 * @param place where the name stands
 * @param column where the text begins
 */
public record Variable(String name, Place place, String text, int column) {
    /** What begins the names of our own. */
    static final String PREFIX = "SLUICE_";

    public Variable {
        Objects.requireNonNull(name);
        Objects.requireNonNull(place);
        Objects.requireNonNull(text);
    }

    /** As the process has it; quotes around it are removed with a warning. */
    static Variable ofEnvironment(String name, String written, Findings findings) {
        var inner = Quotes.within(written.strip());
        if (inner.isPresent()) {
            findings.warning(Place.ENVIRONMENT, ConfigCode.QUOTED, name + Quotes.REMOVED);
        }
        return new Variable(name, Place.ENVIRONMENT, inner.orElse(written.strip()), 1);
    }

    static boolean isOwn(String name) {
        return name.startsWith(PREFIX);
    }

    public Text node() {
        return node(text);
    }

    /** With another text, and a place of the same name. */
    public Text node(String meaning) {
        return new Text(name, place, meaning);
    }

    /** Where the text begins. */
    public Place start() {
        return new Place(place.file(), place.line(), column);
    }

    /** Without the text, which may be a key. */
    @Override
    public String toString() {
        return name;
    }
}
