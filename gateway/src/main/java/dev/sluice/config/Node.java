package dev.sluice.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A piece of a configuration file, with its place and the name its author knows it by, such as
 * {@code upstreams.support.url} or the name of a variable.
 */
public sealed interface Node {
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

        /** What these keys lead to, one within the other. */
        Optional<Node> find(List<String> keys) {
            var found = find(keys.getFirst());
            return keys.size() == 1
                    ? found
                    : found.flatMap(node ->
                            node instanceof Section section
                                    ? section.find(keys.subList(1, keys.size()))
                                    : Optional.empty());
        }

        /** The same with one more, unless a value stands where a section would have to. */
        Section with(List<String> keys, Node node) {
            String key = keys.getFirst();
            var more = new LinkedHashMap<>(entries);
            if (keys.size() == 1) {
                more.put(key, node);
            } else {
                inner(key)
                        .ifPresent(section ->
                                more.put(key, section.with(keys.subList(1, keys.size()), node)));
            }
            return new Section(label, place, more);
        }

        /** The same, where the section of that name lacks these keys. */
        Section without(String name, Set<String> keys) {
            if (!(entries.get(name) instanceof Section inner)) {
                return this;
            }
            var fewer = new LinkedHashMap<>(inner.entries);
            fewer.keySet().removeAll(keys);
            return with(List.of(name), new Section(inner.label, inner.place, fewer));
        }

        private Optional<Section> inner(String key) {
            return switch (find(key).orElse(empty(labelOf(key), place))) {
                case Section section -> Optional.of(section);
                case Text text when text.text().isEmpty() ->
                        Optional.of(empty(text.label(), text.place()));
                case Text _, Items _ -> Optional.empty();
            };
        }
    }
}
