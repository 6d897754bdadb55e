package dev.sluice.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A piece of a configuration file, with its place and the name its author knows it by, such as
 * {@code upstreams.support.url} or {@code DIFY_API_BASE}.
 */
sealed interface Node {
    String label();

    /** Where its key stands, or where it stands itself in a list. */
    Place place();

    /** A single value; an empty one counts as left out. */
    record Text(String label, Place place, String text) implements Node {
        public Text {
            Objects.requireNonNull(label);
            Objects.requireNonNull(place);
            Objects.requireNonNull(text);
        }

        /** Without the text, which may be a key. */
        @Override
        public String toString() {
            return label;
        }
    }

    record Items(String label, Place place, List<Node> items) implements Node {
        public Items {
            Objects.requireNonNull(label);
            Objects.requireNonNull(place);
            items = List.copyOf(items);
        }
    }

    record Section(String label, Place place, Map<String, Node> entries) implements Node {
        public Section {
            Objects.requireNonNull(label);
            Objects.requireNonNull(place);
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        static Section empty(String label, Place place) {
            return new Section(label, place, Map.of());
        }

        Optional<Node> find(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        String labelOf(String key) {
            return label.isEmpty() ? key : label + "." + key;
        }

        Section with(String key, Node node) {
            var more = new LinkedHashMap<>(entries);
            more.put(key, node);
            return new Section(label, place, more);
        }
    }
}
