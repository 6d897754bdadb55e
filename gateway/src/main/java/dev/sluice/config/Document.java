package dev.sluice.config;

import dev.sluice.config.Node.Section;
import java.util.Objects;

/** All that is configured as a tree in the shape of {@code sluice.yaml}, whatever it came from. */
record Document(Section root, Advice advice) {
    Document {
        Objects.requireNonNull(root);
        Objects.requireNonNull(advice);
    }
}
