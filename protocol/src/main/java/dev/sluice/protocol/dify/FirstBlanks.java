package dev.sluice.protocol.dify;

import java.util.HashSet;
import java.util.Set;

/** Drops the blanks that reasoning begins with, as those after a tag are dropped. */
final class FirstBlanks {
    private final Set<String> begun = new HashSet<>();

    /** The delta, or what is left of it at the beginning of what its source thinks. */
    String without(String source, String delta) {
        if (delta.isEmpty()) {
            // An empty one is the last of its source, which may begin again in a loop.
            begun.remove(source);
            return "";
        }
        if (begun.contains(source)) {
            return delta;
        }
        String rest = delta.stripLeading();
        if (!rest.isEmpty()) {
            begun.add(source);
        }
        return rest;
    }
}
